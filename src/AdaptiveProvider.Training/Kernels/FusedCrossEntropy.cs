using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>Cross-entropy of logits, which become its gradient: two passes over each row.</summary>
internal static class FusedCrossEntropy
{
    /// <summary>Runs over all rows.</summary>
    /// <param name="logits">[rows, vocabulary], bf16; on return scale · (softmax − one-hot).</param>
    /// <param name="targets">[rows], 64-bit, contiguous; a negative one makes a row of no loss and no gradient.</param>
    /// <param name="scale">Factor of the loss in the objective.</param>
    /// <returns>The sum over rows in nats, without the factor.</returns>
    public static double Run(Tensor logits, Tensor targets, double scale)
    {
        int width = (int)logits.shape[1], rows = (int)logits.shape[0];
        double[] losses = new double[rows];
        HostRows.ForRows(rows, (_, first, end) =>
        {
            var values = HostRows.Bits(logits);
            var answers = HostRows.Integers(targets);
            for (int row = first; row < end; row++)
            {
                losses[row] = Row(values.Slice(row * width, width), (int)answers[row], (float)scale);
            }
        });
        return losses.Sum();
    }

    private static double Row(Span<ushort> logits, int target, float scale)
    {
        if (target < 0)
        {
            logits.Clear();
            return 0;
        }

        float correct = HostRows.Single(logits[target]);
        var highs = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < logits.Length; i += HostRows.Lanes)
        {
            highs = Vector512.Max(highs, HostRows.Load(logits, i));
        }

        float highest = highs[0];
        for (int lane = 1; lane < HostRows.Lanes; lane++)
        {
            highest = MathF.Max(highest, highs[lane]);
        }

        var (shift, sums) = (Vector512.Create(-highest), Vector512<float>.Zero);
        for (int i = 0; i < logits.Length; i += HostRows.Lanes)
        {
            sums += VectorExp.Exp(HostRows.Load(logits, i) + shift);
        }

        // softmax = e^(x − total); the exponential again is cheaper than a place to keep it.
        double total = highest + Math.Log(Vector512.Sum(sums));
        (shift, var factor) = (Vector512.Create((float)-total), Vector512.Create(scale));
        for (int i = 0; i < logits.Length; i += HostRows.Lanes)
        {
            HostRows.Store(VectorExp.Exp(HostRows.Load(logits, i) + shift) * factor, logits, i);
        }

        logits[target] = HostRows.Bits((MathF.Exp((float)(correct - total)) - 1) * scale);
        return total - correct;
    }
}
