namespace AdaptiveProvider.Training.Optimization;

/// <summary>The constants of AdamW. The defaults are those of Mixture-of-Recursions, appendix B.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decay of matrices, times the learning rate.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>How much faster the auxiliary routers learn; published: 10.</summary>
    public double AuxiliaryRouterFactor { get; init; } = 10;

    internal double RateFactor(string name) => name.Contains("auxiliary_router", StringComparison.Ordinal) ? AuxiliaryRouterFactor : 1;
}
