using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Configuration;

/// <summary>The losses at exits before full depth. Exit n, from 1, is after loop n, or without loops after layer n; full depth is no exit.</summary>
/// <remarks>With drawn (elastic) capacities only full-depth batches have them; with fixed ones, tokens that stopped before an exit keep their state.</remarks>
public sealed record ExitLossConfiguration
{
    /// <summary>Which exits.</summary>
    public ExitLossSchedule Schedule { get; init; } = ExitLossSchedule.None;

    /// <summary>How much each counts.</summary>
    public ExitLossWeighting Weighting { get; init; } = ExitLossWeighting.Constant;

    /// <summary>The coefficient: of each exit's loss, or LayerSkip's e_scale; not used by the proportional weighting.</summary>
    public double Coefficient { get; init; } = 0.1;

    /// <summary>R of the rotational schedule.</summary>
    public int Rotation { get; init; } = 2;

    /// <summary>Numbers of the exits of the listed schedule, from 1.</summary>
    public ImmutableArray<int> Exits { get; init; } = [];

    /// <summary>Whether exits learn from the final output, which learns nothing from them.</summary>
    public SelfDistillation SelfDistillation { get; init; } = SelfDistillation.None;

    /// <summary>Weight of that beside an exit's cross-entropy, or instead of it.</summary>
    public double SelfDistillationCoefficient { get; init; } = 1;

    /// <summary>Checks every range.</summary>
    /// <param name="exitCount">Exits of the architecture.</param>
    /// <exception cref="TrainingException">A value is out of range; the message names it.</exception>
    internal void Validate(int exitCount)
    {
        Rule.NotNegative(Coefficient, "ExitLoss.Coefficient");
        Rule.NotNegative(SelfDistillationCoefficient, "ExitLoss.SelfDistillationCoefficient");
        Rule.Holds(Rotation > 0, "ExitLoss.Rotation", "must be positive");
        Rule.Holds(Schedule == ExitLossSchedule.None || exitCount > 0, "ExitLoss.Schedule", "must be none: the architecture has no exit before full depth");
        bool listed = Schedule == ExitLossSchedule.Listed;
        Rule.Holds(!Exits.IsDefault && Exits.IsEmpty != listed, "ExitLoss.Exits", "must name exits for the listed schedule, and none for the others");
        Rule.Holds(
            Exits.All(exit => exit >= 1 && exit <= exitCount) && Exits.Distinct().Count() == Exits.Length,
            "ExitLoss.Exits",
            $"must be different numbers from 1 to {exitCount}");
    }
}
