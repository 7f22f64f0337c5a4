namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>The skeleton of a story.</summary>
/// <param name="Theme">What it is about, as one asks for it: "a lost thing", "a storm".</param>
/// <param name="Titles">Templates of titles.</param>
/// <param name="Beats">What happens, one template for each step.</param>
/// <param name="NotAt">The places where it cannot happen.</param>
public sealed record StoryPlot(string Theme, IReadOnlyList<string> Titles, IReadOnlyList<string> Beats, IReadOnlyList<string>? NotAt = null)
{
    /// <summary>Whether it can happen at a place.</summary>
    public bool CanHappenAt(StoryPlace place) => NotAt is null || !NotAt.Contains(place.Name);

    /// <summary>Whether the thing of the cast matters in it.</summary>
    public bool UsesThing => Beats.Any(beat => beat.Contains("thing}", StringComparison.Ordinal));
}
