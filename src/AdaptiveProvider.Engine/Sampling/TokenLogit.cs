namespace AdaptiveProvider.Engine.Sampling;

/// <summary>A token and its raw logit.</summary>
public readonly record struct TokenLogit(int Token, float Logit);
