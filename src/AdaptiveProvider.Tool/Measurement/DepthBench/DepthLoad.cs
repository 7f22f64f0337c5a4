namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>The work of a depth measurement.</summary>
/// <param name="PromptTokens">Prompt tokens of each request.</param>
/// <param name="Tokens">Tokens that each request generates; at least 2.</param>
/// <param name="Runs">Runs of every case.</param>
internal sealed record DepthLoad(int PromptTokens, int Tokens, int Runs)
{
    /// <summary>Tokens that a request holds at its end.</summary>
    public int SlotLength => PromptTokens + Tokens;
}
