using AdaptiveProvider.Training.Model;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests;

/// <summary>Seeded tensors, their values, and how far two of them are apart.</summary>
internal static class Tensors
{
    /// <summary>Normal values with deviation 1.</summary>
    public static Tensor Normal(int seed, params long[] shape)
        => tensor(new NormalRandom((ulong)seed).Normal(shape.Aggregate(1L, (product, size) => product * size), 1)).view(shape);

    /// <summary>The same, rounded to bf16 and kept so.</summary>
    public static Tensor Rounded(int seed, params long[] shape) => Normal(seed, shape).to(ScalarType.BFloat16);

    /// <summary>The norm of the difference over the norm of what is expected.</summary>
    public static double Relative(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var wanted = expected.to(ScalarType.Float64);
        return ((actual.to(ScalarType.Float64) - wanted).norm() / wanted.norm().clamp_min(1e-30)).ToDouble();
    }

    /// <summary>The values in single precision.</summary>
    public static float[] Values(Tensor tensor) => tensor.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
}
