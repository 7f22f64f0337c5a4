using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>Softmax of attention scores over the range of keys that each row sees, in place, in single precision inside.</summary>
/// <param name="first">[batch, rows], 64-bit, contiguous: the first key seen.</param>
/// <param name="last">[batch, rows]: the last one.</param>
/// <param name="heads">Query heads: scores are [batch, heads, rows, keys], whatever their view.</param>
/// <param name="scale">Factor of the scores.</param>
internal readonly struct RangeSoftmax(Tensor first, Tensor last, int heads, float scale)
{
    private delegate void RowKernel(Span<ushort> values, ReadOnlySpan<ushort> probabilities, float scale);

    /// <summary>Scores to probabilities; 0 outside of the ranges.</summary>
    public void Forward(Tensor scores) => ForRanges(scores, scores, static (values, _, scale) => Forward(values, scale));

    /// <summary>Gradients of the probabilities to gradients of the scores: scale · p · (dp − Σ p · dp).</summary>
    public void Backward(Tensor probabilities, Tensor gradients) => ForRanges(gradients, probabilities, Backward);

    private void ForRanges(Tensor changed, Tensor read, RowKernel run)
    {
        var (starts, ends, perBatch, factor) = (first, last, heads, scale);
        int rows = (int)first.shape[1], width = (int)changed.shape[^1];
        HostRows.ForRows((int)(changed.numel() / width), (_, begin, end) =>
        {
            var from = HostRows.Integers(starts);
            var to = HostRows.Integers(ends);
            var values = HostRows.Bits(changed);
            var others = HostRows.Bits(read);
            for (int row = begin; row < end; row++)
            {
                int range = (row / (perBatch * rows) * rows) + (row % rows), at = row * width;
                int start = (int)from[range], count = (int)(to[range] - from[range]) + 1;
                values.Slice(at, start).Clear();
                values[(at + start + count)..(at + width)].Clear();
                run(values.Slice(at + start, count), others.Slice(at + start, count), factor);
            }
        });
    }

    private static void Forward(Span<ushort> values, float scale)
    {
        int whole = values.Length - (values.Length % HostRows.Lanes);
        float highest = Highest(values, whole);
        var (shift, factor, sums) = (Vector512.Create(-highest * scale), Vector512.Create(scale), Vector512<float>.Zero);
        for (int i = 0; i < whole; i += HostRows.Lanes)
        {
            sums += VectorExp.Exp(Vector512.FusedMultiplyAdd(HostRows.Load(values, i), factor, shift));
        }

        float sum = Vector512.Sum(sums);
        for (int i = whole; i < values.Length; i++)
        {
            sum += MathF.Exp((HostRows.Single(values[i]) - highest) * scale);
        }

        // The exponentials again: cheaper than a place to keep them.
        var inverse = Vector512.Create(1 / sum);
        for (int i = 0; i < whole; i += HostRows.Lanes)
        {
            HostRows.Store(VectorExp.Exp(Vector512.FusedMultiplyAdd(HostRows.Load(values, i), factor, shift)) * inverse, values, i);
        }

        for (int i = whole; i < values.Length; i++)
        {
            values[i] = HostRows.Bits(MathF.Exp((HostRows.Single(values[i]) - highest) * scale) / sum);
        }
    }

    private static float Highest(ReadOnlySpan<ushort> values, int whole)
    {
        var highs = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < whole; i += HostRows.Lanes)
        {
            highs = Vector512.Max(highs, HostRows.Load(values, i));
        }

        float highest = float.NegativeInfinity;
        for (int lane = 0; lane < HostRows.Lanes; lane++)
        {
            highest = MathF.Max(highest, highs[lane]);
        }

        for (int i = whole; i < values.Length; i++)
        {
            highest = MathF.Max(highest, HostRows.Single(values[i]));
        }

        return highest;
    }

    private static void Backward(Span<ushort> gradients, ReadOnlySpan<ushort> probabilities, float scale)
    {
        int whole = gradients.Length - (gradients.Length % HostRows.Lanes);
        var dots = Vector512<float>.Zero;
        for (int i = 0; i < whole; i += HostRows.Lanes)
        {
            dots = Vector512.FusedMultiplyAdd(HostRows.Load(probabilities, i), HostRows.Load(gradients, i), dots);
        }

        float dot = Vector512.Sum(dots);
        for (int i = whole; i < gradients.Length; i++)
        {
            dot += HostRows.Single(probabilities[i]) * HostRows.Single(gradients[i]);
        }

        var (mean, factor) = (Vector512.Create(dot), Vector512.Create(scale));
        for (int i = 0; i < whole; i += HostRows.Lanes)
        {
            HostRows.Store(HostRows.Load(probabilities, i) * factor * (HostRows.Load(gradients, i) - mean), gradients, i);
        }

        for (int i = whole; i < gradients.Length; i++)
        {
            gradients[i] = HostRows.Bits(HostRows.Single(probabilities[i]) * scale * (HostRows.Single(gradients[i]) - dot));
        }
    }
}
