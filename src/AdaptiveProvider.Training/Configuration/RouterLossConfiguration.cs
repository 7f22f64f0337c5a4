namespace AdaptiveProvider.Training.Configuration;

/// <summary>What routers are trained on besides the selection loss (Mixture-of-Recursions, table 4 and appendix).</summary>
public sealed record RouterLossConfiguration
{
    /// <summary>Weight of logsumexp(scores)², which keeps scores small; null for 1e-5 with token choice and none with expert choice. Published: 1e-5 and 1e-3.</summary>
    public double? ZLossCoefficient { get; init; }

    /// <summary>How a token-choice router's depths are kept in balance.</summary>
    public TokenBalancing Balancing { get; init; } = TokenBalancing.Loss;

    /// <summary>Weight of the balancing loss; published: 0.1.</summary>
    public double BalancingCoefficient { get; init; } = 0.1;

    /// <summary>How far a step moves the bias of loss-free balancing; published: 0.001.</summary>
    public double BiasStep { get; init; } = 0.001;

    internal void Validate()
    {
        Rule.NotNegative(ZLossCoefficient ?? 0, "RouterLoss.ZLossCoefficient");
        Rule.NotNegative(BalancingCoefficient, "RouterLoss.BalancingCoefficient");
        Rule.NotNegative(BiasStep, "RouterLoss.BiasStep");
    }
}
