namespace AdaptiveProvider.Training.Configuration;

/// <summary>Which shallow states learn from which deep ones.</summary>
public enum HiddenDistillationKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>The shallow part's last state from the last one.</summary>
    Last,

    /// <summary>The i-th of E shallow states from the ⌈i · L / E⌉-th of L. The published table differs from this in one of its six rows (10 of 24 layers).</summary>
    Uniform,

    /// <summary>
    /// Each of those deep states teaches the shallow state closest to it, from the last one down, never a deeper one than the state before it
    /// was given to. As published, shallow states are used once while any is left.
    /// </summary>
    Dynamic,
}
