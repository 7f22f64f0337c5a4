namespace AdaptiveProvider.Training.Configuration;

/// <summary>
/// Layer dropout (LayerSkip §4.1.1): each sequence does without layer l of L with the probability S(t) · D(l) · RateMax, where
/// D(l) = exp(l · ln 2 / (L − 1)) − 1 is 0 at the first layer and 1 at the last.
/// </summary>
public sealed record LayerDropoutConfiguration
{
    /// <summary>The last layer's rate; 0 for no dropout. Published: 0.1 to 0.2.</summary>
    public double RateMax { get; init; }

    /// <summary>S(t).</summary>
    public LayerDropoutSchedule Schedule { get; init; } = LayerDropoutSchedule.Constant;

    internal void Validate(bool sharesKeysAndValues)
    {
        Rule.Holds(RateMax is >= 0 and < 1, "LayerDropout.RateMax", "must be from 0 to below 1");
        Rule.Holds(
            RateMax == 0 || !sharesKeysAndValues,
            "LayerDropout.RateMax",
            "must be 0 where later loops read the first one's keys and values (LoopKv sharedFirst): a sequence without the first loop's layer would leave them none");
    }
}
