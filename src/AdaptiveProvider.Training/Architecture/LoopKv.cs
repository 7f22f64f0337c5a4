namespace AdaptiveProvider.Training.Architecture;

/// <summary>Which keys and values a loop attends to (Mixture-of-Recursions §2.2.3).</summary>
public enum LoopKv
{
    /// <summary>Those of the tokens that are active in the same loop: recursion-wise caching.</summary>
    RecursionWise,

    /// <summary>Those of the first loop, for all tokens: recursive sharing.</summary>
    SharedFirst,
}
