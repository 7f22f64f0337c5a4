namespace AdaptiveProvider.Training.Configuration;

/// <summary>Which exits a step supervises.</summary>
public enum ExitLossSchedule
{
    /// <summary>None: only full depth is trained.</summary>
    None,

    /// <summary>Every exit in every step.</summary>
    All,

    /// <summary>One exit per batch, drawn evenly: the same gradient on average for a fraction of the cost.</summary>
    Sampled,

    /// <summary>Every R-th exit, the set moving on each step (LayerSkip's rotational curriculum).</summary>
    Rotational,
}

/// <summary>How much each exit's loss counts beside the full-depth loss.</summary>
public enum ExitLossWeighting
{
    /// <summary>The coefficient for every exit before the last (Relaxed Recursive Transformers' aggressive 0.1).</summary>
    Constant,

    /// <summary>LayerSkip's e(l): growing with depth, normalised over the exits of a step.</summary>
    Growing,
}

/// <summary>The losses at exits before full depth.</summary>
public sealed record ExitLossConfiguration
{
    /// <summary>Which exits.</summary>
    public ExitLossSchedule Schedule { get; init; } = ExitLossSchedule.None;

    /// <summary>How much each counts.</summary>
    public ExitLossWeighting Weighting { get; init; } = ExitLossWeighting.Constant;

    /// <summary>The coefficient: of each exit's loss, or LayerSkip's e_scale.</summary>
    public double Coefficient { get; init; } = 0.1;

    /// <summary>R of the rotational schedule.</summary>
    public int Rotation { get; init; } = 2;
}
