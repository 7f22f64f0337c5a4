namespace AdaptiveProvider.Engine.Sampling;

/// <summary>A token drawn from one row of logits.</summary>
/// <param name="Token">The token id, or <see cref="NoToken"/>.</param>
/// <param name="Logit">Its raw logit, before bias, penalties and temperature.</param>
/// <param name="LogSumExp">log of the sum of exponentials of all raw logits: log probability = logit - this. NaN unless top logits or a score were asked for.</param>
/// <param name="TopLogits">The highest raw logits, highest first; null unless asked for.</param>
public readonly record struct SampledToken(int Token, float Logit, float LogSumExp, TokenLogit[]? TopLogits)
{
    /// <summary>
    /// In place of a token id: the row had no usable logits (a NaN, positive infinity, or nothing that the mask allows).
    /// It ends its own request with <see cref="InvalidLogitsException"/>; other requests go on.
    /// </summary>
    public const int NoToken = -1;

    /// <summary>The raw logit of <see cref="RowSampling.ScoredToken"/>; NaN unless it was asked for.</summary>
    public float ScoredLogit { get; init; } = float.NaN;

    /// <summary>What an executor reports for a row without usable logits.</summary>
    public static SampledToken None { get; } = new(NoToken, float.NaN, float.NaN, null);
}
