namespace AdaptiveProvider.Training.Configuration;

/// <summary>Which exits a step supervises.</summary>
public enum ExitLossSchedule
{
    /// <summary>None: only full depth is trained.</summary>
    None,

    /// <summary>Every exit in every step.</summary>
    All,

    /// <summary>One exit per batch, drawn evenly and counted as often as there are exits: the gradient of all on average, for a fraction of the cost.</summary>
    Sampled,

    /// <summary>Every R-th exit, the set moving on each step (LayerSkip's rotational curriculum).</summary>
    Rotational,

    /// <summary>From the last exit backwards, one more each T / (2 L) steps, so that all are on in the second half (LayerSkip's gradual curriculum).</summary>
    Gradual,

    /// <summary>Those that are named, in every step: one of them is FREE's shallow-deep training.</summary>
    Listed,
}
