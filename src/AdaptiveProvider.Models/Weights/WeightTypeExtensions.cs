namespace AdaptiveProvider.Models.Weights;

/// <summary>Facts about the stored element types.</summary>
public static class WeightTypeExtensions
{
    /// <summary>Bytes per element.</summary>
    public static int Size(this WeightType type) => type switch { WeightType.F32 => 4, WeightType.I8 => 1, _ => 2 };
}
