namespace AdaptiveProvider.Models.Configuration;

/// <summary>How a recursive model's layer applications share weights (Mixture-of-Recursions, 2507.10524, table 1).</summary>
internal enum LayerSharing
{
    /// <summary>Every application has weights of its own.</summary>
    None,

    /// <summary>A block of layers runs loop after loop: 0 1 2 0 1 2.</summary>
    Cycle,

    /// <summary>Each layer runs all its loops before the next: 0 0 1 1 2 2.</summary>
    Sequence,

    /// <summary>Cycle between a first and a last layer of their own.</summary>
    MiddleCycle,

    /// <summary>Sequence between a first and a last layer of their own.</summary>
    MiddleSequence,
}
