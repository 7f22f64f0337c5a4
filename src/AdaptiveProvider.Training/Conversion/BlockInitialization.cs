namespace AdaptiveProvider.Training.Conversion;

/// <summary>Which original layers a shared layer starts from (Relaxed Recursive Transformers §2.2; Mixture-of-Recursions, appendix).</summary>
public enum BlockInitialization
{
    /// <summary>Layers at even steps over the whole depth, the first and the last always among them: best without low-rank pairs.</summary>
    Stepwise,

    /// <summary>The mean of all layers that share the weights: best with low-rank pairs.</summary>
    Average,

    /// <summary>The first layers.</summary>
    Lower,

    /// <summary>The last layers.</summary>
    Upper,

    /// <summary>Layers drawn by the seed, in their order.</summary>
    Random,
}
