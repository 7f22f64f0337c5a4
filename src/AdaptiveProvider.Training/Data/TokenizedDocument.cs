namespace AdaptiveProvider.Training.Data;

/// <summary>A document, or a piece of a long one, as tokens.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="IsAssistant">Per token, whether the assistant wrote it: only these are predicted in chat tuning.</param>
public sealed record TokenizedDocument(int[] Tokens, bool[] IsAssistant);
