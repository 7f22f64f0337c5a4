namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Where a story happens.</summary>
/// <param name="Name">The place as it is asked for: "the sea".</param>
/// <param name="At">Where one lives or is: "by the sea".</param>
public sealed record StoryPlace(string Name, string At);
