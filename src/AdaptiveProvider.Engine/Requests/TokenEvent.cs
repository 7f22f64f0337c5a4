using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>One generated token.</summary>
/// <param name="Sample">The token and what was asked to be reported beside it.</param>
/// <param name="LayersExecuted">Layer applications spent on it.</param>
public readonly record struct TokenEvent(SampledToken Sample, int LayersExecuted)
{
    /// <summary>The measure by which it left or went on at the last exit that judged it; not-a-number where none did.</summary>
    public float Confidence { get; init; } = float.NaN;

    /// <summary>The token that was taken instead of the drawn one (<see cref="GenerationRequest.ForcedTokens"/>); null where the drawn one was.</summary>
    public int? Forced { get; init; }

    /// <summary>The token id: the drawn one, or the forced one.</summary>
    public int Token => Forced ?? Sample.Token;

    /// <summary>The forced token's log probability in nats, before anything changes the logits; not-a-number where none was forced.</summary>
    public float LogProbability => Forced is null ? float.NaN : Sample.ScoredLogit - Sample.LogSumExp;
}
