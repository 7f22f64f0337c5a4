namespace AdaptiveProvider.Training.Configuration;

/// <summary>
/// FREE's layerwise distillation (Bae et al. 2023, §4.2): the states of the first exits learn from the network's own deeper states, which are
/// detached; mean squared error over the hidden width.
/// </summary>
public sealed record HiddenDistillationConfiguration
{
    /// <summary>Which states learn from which.</summary>
    public HiddenDistillationKind Kind { get; init; } = HiddenDistillationKind.None;

    /// <summary>The exit where the shallow part ends, from 1.</summary>
    public int Exit { get; init; } = 1;

    /// <summary>Weight; published scripts: 0.5.</summary>
    public double Coefficient { get; init; } = 0.5;

    internal void Validate(int exitCount)
    {
        Rule.NotNegative(Coefficient, "HiddenDistillation.Coefficient");
        Rule.Holds(Kind == HiddenDistillationKind.None || (Exit >= 1 && Exit <= exitCount), "HiddenDistillation.Exit", $"must be from 1 to {exitCount}, the exits of the architecture");
    }
}
