namespace AdaptiveProvider.Engine.Sampling;

/// <summary>A token drawn from one row of logits.</summary>
/// <param name="Token">The token id.</param>
/// <param name="Logit">Its raw logit, before bias, penalties and temperature.</param>
/// <param name="LogSumExp">log of the sum of exponentials of all raw logits: log probability = logit - this. NaN unless top logits were asked for.</param>
/// <param name="TopLogits">The highest raw logits, highest first; null unless asked for.</param>
public readonly record struct SampledToken(int Token, float Logit, float LogSumExp, TokenLogit[]? TopLogits);
