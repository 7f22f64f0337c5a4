using System.Collections.Immutable;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Tests.Kernels;

/// <summary>A seeded random matrix in native memory, as a model file would hold it.</summary>
internal sealed unsafe class RandomWeights : IDisposable
{
    private readonly AlignedMemory _memory;

    public RandomWeights(int outputs, int inputs, int seed, WeightType type = WeightType.F32)
    {
        var random = new Random(seed);
        _memory = new AlignedMemory((long)outputs * inputs * sizeof(float));
        for (int i = 0; i < outputs * inputs; i++)
        {
            float value = Gaussian(random);
            switch (type)
            {
                case WeightType.F32:
                    ((float*)_memory.Data)[i] = value;
                    break;
                case WeightType.F16:
                    ((Half*)_memory.Data)[i] = (Half)value;
                    break;
                case WeightType.BF16:
                    ((ushort*)_memory.Data)[i] = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(type));
            }
        }

        var shape = inputs == 1 ? ImmutableArray.Create(outputs) : ImmutableArray.Create(outputs, inputs);
        Tensor = new WeightTensor($"random{seed}", type, shape, _memory.Data);
    }

    public WeightTensor Tensor { get; }

    public static float[] Activations(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Gaussian(random))];
    }

    public static float Gaussian(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    public void Set(int index, float value) => ((float*)_memory.Data)[index] = value;

    public void Dispose() => _memory.Dispose();
}
