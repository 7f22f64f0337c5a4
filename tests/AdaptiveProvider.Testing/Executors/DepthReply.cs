using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>A finished reply.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Summary">What it cost.</param>
public sealed record DepthReply(GenerationRequest Request, IReadOnlyList<TokenEvent> Tokens, GenerationSummary Summary)
{
    /// <summary>Token ids.</summary>
    public int[] Ids => [.. Tokens.Select(token => token.Token)];

    /// <summary>Layer applications of each token.</summary>
    public int[] Layers => [.. Tokens.Select(token => token.LayersExecuted)];

    public override string ToString()
        => $"{string.Join(' ', Tokens.Select(token => $"{token.Token}:{token.LayersExecuted}:{token.Confidence:0.###}"))} for {Request.Depth} with exits {string.Join(' ', Request.Depth?.Exits ?? [])}, "
            + $"{Request.Sampling}, {Summary.CachedTokens} of {Summary.PromptTokens} cached";
}
