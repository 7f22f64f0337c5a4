namespace AdaptiveProvider.Engine.Depth;

/// <summary>How a threshold learns from deep passes.</summary>
public enum ThresholdAdaptation
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>FREE's two-component Beta mixture as the paper describes it (2310.05424, section 4.3).</summary>
    BetaMixture,

    /// <summary>The same as its published code computes it, for comparison.</summary>
    BetaMixtureAsPublished,
}
