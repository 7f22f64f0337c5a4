namespace AdaptiveProvider.Training.Data;

/// <summary>One document of a corpus: plain text or a conversation.</summary>
/// <param name="Source">Where it comes from, as the corpus names it; held-out figures are given per source.</param>
/// <param name="Text">The text; null for a conversation.</param>
/// <param name="Messages">The turns in order; empty for plain text.</param>
public sealed record TrainingDocument(string Source, string? Text, IReadOnlyList<TrainingMessage> Messages)
{
    /// <summary>A plain text.</summary>
    public static TrainingDocument OfText(string source, string text) => new(source, text, []);

    /// <summary>A conversation.</summary>
    public static TrainingDocument OfChat(string source, params IReadOnlyList<TrainingMessage> messages) => new(source, null, messages);
}
