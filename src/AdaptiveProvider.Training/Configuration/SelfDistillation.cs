namespace AdaptiveProvider.Training.Configuration;

/// <summary>Whether exits learn from the final output: the forward divergence KL(final ‖ exit), the final output detached (Relaxed Recursive Transformers §3.5).</summary>
public enum SelfDistillation
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>Beside their cross-entropy.</summary>
    Added,

    /// <summary>Instead of their cross-entropy.</summary>
    Replacing,
}
