namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>What a person asks to hear, and the story that answers it.</summary>
/// <param name="Subject">What the story shall be about: "a dragon", "a dog named Max", "the sea"; null for any story.</param>
/// <param name="Cast">A cast with the subject in it.</param>
/// <param name="Plot">The plot asked for; null for any.</param>
/// <param name="NeedsThing">Whether the subject is the cast's thing.</param>
public sealed record StoryRequest(string? Subject, StoryCast Cast, StoryPlot? Plot = null, bool NeedsThing = false);
