namespace AdaptiveProvider.Models.Configuration;

/// <summary>When a router of Mixture-of-Recursions decides (2507.10524, section 2.2.1).</summary>
public enum RouterKind
{
    /// <summary>Before each loop: does the row take it? In training each loop takes its share of the rows; here a threshold decides, which is causal.</summary>
    ExpertChoice,

    /// <summary>Before the first loop: how many loops does the row take?</summary>
    TokenChoice,
}
