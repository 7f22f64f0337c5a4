namespace AdaptiveProvider.Models.Weights;

/// <summary>Element types that weights are stored in.</summary>
public enum WeightType
{
    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>Signed bytes.</summary>
    I8,
}
