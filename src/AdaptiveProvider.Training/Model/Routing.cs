namespace AdaptiveProvider.Training.Model;

/// <summary>Which tokens take which loops in one forward pass.</summary>
public abstract record Routing
{
    /// <summary>Every token takes every loop; a token-choice router still chooses.</summary>
    public sealed record Full : Routing;

    /// <summary>Every token takes the first so many loops.</summary>
    /// <param name="Loops">At least 1.</param>
    public sealed record Fixed(int Loops) : Routing;

    /// <summary>Each loop takes its best tokens of the sequence: training only, for the choice depends on later tokens.</summary>
    /// <param name="Capacities">Fraction of the sequence per loop; the first is 1 and none is larger than the one before.</param>
    public sealed record Capacity(IReadOnlyList<double> Capacities) : Routing;

    /// <summary>A token takes another loop while the router's sigmoid is above the threshold: causal, as at inference.</summary>
    /// <param name="Value">0 for every loop; from 1 on one loop.</param>
    public sealed record Threshold(double Value) : Routing;
}
