namespace AdaptiveProvider.Server.Wire;

/// <summary>Tokens of thought, and the depth of all generated tokens.</summary>
internal sealed record CompletionTokensDetails(long ReasoningTokens)
{
    public DepthUsage? Adaptive { get; init; }
}
