namespace AdaptiveProvider.Tool.Measurement;

/// <summary>The work of one measurement.</summary>
/// <param name="PromptTokens">Prompt tokens of each request.</param>
/// <param name="GeneratedTokens">Tokens that each request generates; at least 2.</param>
/// <param name="Repetitions">Runs of which the median counts.</param>
internal sealed record BenchLoad(int PromptTokens, int GeneratedTokens, int Repetitions);
