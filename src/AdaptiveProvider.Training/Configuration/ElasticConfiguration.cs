namespace AdaptiveProvider.Training.Configuration;

/// <summary>How an elastic model's capacities are drawn: one model for every budget.</summary>
public sealed record ElasticConfiguration
{
    /// <summary>Share of the batches that run at full depth; the others draw their capacities.</summary>
    public double FullShare { get; init; } = 0.5;

    /// <summary>Smallest capacity drawn.</summary>
    public double CapacityMin { get; init; }

    /// <summary>Weight of the routers' selection loss; published for fixed capacities: 0.001.</summary>
    public double RouterLossCoefficient { get; init; } = 0.02;

    internal void Validate()
    {
        Rule.Share(FullShare, "Elastic.FullShare");
        Rule.Holds(CapacityMin is >= 0 and < 1, "Elastic.CapacityMin", "must be from 0 to below 1");
        Rule.NotNegative(RouterLossCoefficient, "Elastic.RouterLossCoefficient");
    }
}
