namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Where a row's logits are cut: tokens above the logit stay, and those at it up to a token id. One order for all truncations.</summary>
/// <param name="Logit">The lowest logit that stays.</param>
/// <param name="LastToken">The last token id that stays among those with exactly that logit.</param>
internal readonly record struct LogitCutoff(float Logit, int LastToken)
{
    /// <summary>Cuts nothing but tokens of probability zero.</summary>
    public static LogitCutoff None { get; } = new(float.NegativeInfinity, -1);

    public bool Keeps(float logit, int token) => logit > Logit || (logit == Logit && token <= LastToken);

    /// <summary>The stricter of two.</summary>
    public LogitCutoff And(in LogitCutoff other)
        => Logit > other.Logit || (Logit == other.Logit && LastToken < other.LastToken) ? this : other;
}
