namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>The skeleton of a story.</summary>
/// <param name="Theme">What it is about, as one asks for it: "a lost thing", "a storm".</param>
/// <param name="Titles">Templates of titles.</param>
/// <param name="Beats">What happens, one template for each step.</param>
/// <param name="NotAt">The places where it cannot happen.</param>
/// <param name="OnlyWith">The things it can happen with; null for all.</param>
public sealed record StoryPlot(
    string Theme, IReadOnlyList<string> Titles, IReadOnlyList<string> Beats, IReadOnlyList<string>? NotAt = null, IReadOnlyList<string>? OnlyWith = null)
{
    /// <summary>Whether it can happen at a place and with a thing.</summary>
    public bool Fits(StoryPlace place, string thing) => NotAt?.Contains(place.Name) != true && OnlyWith?.Contains(thing) != false;

    /// <summary>Whether the thing of the cast matters in it.</summary>
    public bool UsesThing => Beats.Any(beat => beat.Contains("thing}", StringComparison.Ordinal));
}
