namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>A finished story.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text, in one paragraph.</param>
/// <param name="Cast">Whom it is about.</param>
/// <param name="Plot">Its skeleton.</param>
public sealed record Story(string Title, string Text, StoryCast Cast, StoryPlot Plot);
