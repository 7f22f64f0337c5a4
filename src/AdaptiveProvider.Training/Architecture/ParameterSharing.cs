namespace AdaptiveProvider.Training.Architecture;

/// <summary>Which layer applications use the same weights (Relaxed Recursive Transformers §3; Mixture-of-Recursions, table 10).</summary>
public enum ParameterSharing
{
    /// <summary>Every application has its own weights: an ordinary transformer.</summary>
    None,

    /// <summary>K layers, one after the other, the whole run repeated: 0 1 2 0 1 2.</summary>
    Cycle,

    /// <summary>K layers, each repeated before the next: 0 0 1 1 2 2.</summary>
    Sequence,

    /// <summary>A first and a last layer of their own, a cycle between them.</summary>
    MiddleCycle,

    /// <summary>A first and a last layer of their own, a sequence between them.</summary>
    MiddleSequence,
}
