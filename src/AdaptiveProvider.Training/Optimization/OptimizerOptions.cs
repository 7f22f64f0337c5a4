using AdaptiveProvider.Training.Configuration;

namespace AdaptiveProvider.Training.Optimization;

/// <summary>How parameters are moved. The defaults are AdamW as in Mixture-of-Recursions, appendix B.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Layer matrices are moved by Muon instead of AdamW: momentum, orthogonalised. Embedding, norms and routers stay with AdamW.</summary>
    public bool UseMuon { get; init; }

    /// <summary>Muon's momentum.</summary>
    public double MuonMomentum { get; init; } = 0.95;

    /// <summary>AdamW: decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW: decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>AdamW: added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Decay of matrices, times the learning rate.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>
    /// Learning rate of the routers relative to the others'. They read the raw residual stream, whose entries grow with training, so that a full
    /// step moves a score by several units and drawn capacities never settle; an elastic router needs a few percent.
    /// </summary>
    public double RouterFactor { get; init; } = 1;

    /// <summary>How much faster the auxiliary routers learn than <see cref="RouterFactor"/> says; published: 10.</summary>
    public double AuxiliaryRouterFactor { get; init; } = 10;

    internal void Validate()
    {
        foreach (var (value, field) in (ReadOnlySpan<(double, string)>)[(MuonMomentum, nameof(MuonMomentum)), (Beta1, nameof(Beta1)), (Beta2, nameof(Beta2))])
        {
            Rule.Holds(value is >= 0 and < 1, $"Optimizer.{field}", "must be from 0 to below 1");
        }

        Rule.Positive(Epsilon, $"Optimizer.{nameof(Epsilon)}");
        Rule.NotNegative(WeightDecay, $"Optimizer.{nameof(WeightDecay)}");
        Rule.Positive(RouterFactor, $"Optimizer.{nameof(RouterFactor)}");
        Rule.Positive(AuxiliaryRouterFactor, $"Optimizer.{nameof(AuxiliaryRouterFactor)}");
    }

    internal double RateFactor(string name)
        => name.Contains("auxiliary_router", StringComparison.Ordinal) ? RouterFactor * AuxiliaryRouterFactor
            : name.Contains("router", StringComparison.Ordinal) ? RouterFactor
            : 1;
}
