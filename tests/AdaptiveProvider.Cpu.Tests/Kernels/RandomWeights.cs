using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Tests.Kernels;

/// <summary>Seeded standard normal numbers.</summary>
internal static class RandomWeights
{
    public static WeightTensor Matrix(int outputs, int inputs, int seed, WeightType type = WeightType.F32)
        => WeightTensor.FromValues($"random{seed}", [outputs, inputs], Numbers(outputs * inputs, seed), type);

    public static WeightTensor Vector(int length, int seed) => WeightTensor.FromValues($"random{seed}", [length], Numbers(length, seed));

    public static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Gaussian(random))];
    }

    private static float Gaussian(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
