using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Configuration;

/// <summary>The element types that products can be computed in, by their names in a configuration.</summary>
internal static class ComputeTypes
{
    /// <summary>The type of a name that is one of bf16, f16 and f32.</summary>
    public static ScalarType Parse(string name) => name switch
    {
        "bf16" => ScalarType.BFloat16,
        "f16" => ScalarType.Float16,
        _ => ScalarType.Float32,
    };
}
