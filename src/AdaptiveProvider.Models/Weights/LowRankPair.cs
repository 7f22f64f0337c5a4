using System.Numerics;
using System.Runtime.InteropServices;

namespace AdaptiveProvider.Models.Weights;

/// <summary>A change B * A of low rank to a linear weight; its scale is one.</summary>
/// <param name="A">[rank, inputs]</param>
/// <param name="B">[outputs, rank]</param>
public sealed record LowRankPair(WeightTensor A, WeightTensor B)
{
    /// <summary>weight + B * A in single precision; the weight itself without a pair.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static WeightTensor Add(WeightTensor weight, LowRankPair? pair)
    {
        if (pair is null)
        {
            return weight;
        }

        var (a, b) = (pair.A, pair.B);
        if (weight.Shape.Length != 2 || a.Shape.Length != 2 || b.Shape.Length != 2
            || a.RowLength != weight.RowLength || b.RowCount != weight.RowCount || b.RowLength != a.RowCount)
        {
            throw new ArgumentException(
                $"{b.Name} [{string.Join(", ", b.Shape)}] * {a.Name} [{string.Join(", ", a.Shape)}] does not fit {weight.Name} [{string.Join(", ", weight.Shape)}].", nameof(pair));
        }

        float[] inner = new float[a.ElementCount]; // [rank, inputs]
        a.CopyTo(inner);
        float[] factors = new float[b.RowLength];
        return WeightTensor.FromRows($"{weight.Name} + {b.Name}", weight.Shape, (output, row) =>
        {
            weight.CopyRowTo(output, row);
            b.CopyRowTo(output, factors);
            for (int k = 0; k < factors.Length; k++)
            {
                MultiplyAdd(factors[k], inner.AsSpan(k * row.Length, row.Length), row);
            }
        });
    }

    private static void MultiplyAdd(float factor, ReadOnlySpan<float> source, Span<float> target)
    {
        var sources = MemoryMarshal.Cast<float, Vector<float>>(source);
        var targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] += sources[i] * factor;
        }

        for (int i = targets.Length * Vector<float>.Count; i < target.Length; i++)
        {
            target[i] += source[i] * factor;
        }
    }
}
