namespace AdaptiveProvider.Training.Architecture;

/// <summary>How tokens get their number of loops (Mixture-of-Recursions §2.2).</summary>
public enum RouterKind
{
    /// <summary>Every token takes every loop.</summary>
    None,

    /// <summary>Each loop chooses its best tokens among those of the loop before.</summary>
    ExpertChoice,

    /// <summary>Each token chooses its depth once, before the first loop.</summary>
    TokenChoice,
}
