using System.Numerics;
using System.Runtime.CompilerServices;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>What a row of raw logits says about how sure it is, for the exits that are judged by it.</summary>
/// <remarks>One scan for the two highest logits, one for the exponentials; within 3e-6 of the exact numbers.</remarks>
public static class LogitMeasures
{
    // So many terms are added in single precision before the sum goes on in double.
    private const int BlockLength = 1024;

    /// <summary>Measures a row; not-a-number where the row has no usable logits or the measure is not taken from logits.</summary>
    /// <param name="measure">What to measure.</param>
    /// <param name="logits">The row before anything changes it, [vocabulary]; of a reduced vocabulary, only its logits.</param>
    public static float Measure(ExitMeasure measure, ReadOnlySpan<float> logits)
    {
        float max = measure.NeedsHead() ? LogitScan.Max(logits) : float.NaN;
        if (float.IsNaN(max))
        {
            return float.NaN;
        }

        var (total, moment) = Sums(logits, max);
        return (float)(measure switch
        {
            ExitMeasure.Margin => (1 - Math.Exp((double)Second(logits) - max)) / total,
            ExitMeasure.MaxProbability => 1 / total,
            _ => logits.Length == 1 ? 1 : 1 - ((Math.Log(total) - (moment / total)) / Math.Log(logits.Length)),
        });
    }

    /// <summary>Sum of e^x and of x e^x over x = logit - max.</summary>
    private static (double Total, double Moment) Sums(ReadOnlySpan<float> logits, float max)
    {
        double total = 0, moment = 0;
        for (int first = 0; first < logits.Length; first += BlockLength)
        {
            var (blockTotal, blockMoment) = BlockSums(logits.Slice(first, Math.Min(BlockLength, logits.Length - first)), max);
            (total, moment) = (total + blockTotal, moment + blockMoment);
        }

        return (total, moment);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Total, float Moment) BlockSums(ReadOnlySpan<float> logits, float max)
    {
        Vector<float> totals = Vector<float>.Zero, moments = Vector<float>.Zero, maxima = new(max), lowest = new(-87);
        int i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // Clamped as the exponential is, so that negative infinity times its weight of nothing is not a number's problem.
            var distances = Vector.Max(new Vector<float>(logits[i..]) - maxima, lowest);
            var weights = LogitScan.Exp(distances);
            totals += weights;
            moments += weights * distances;
        }

        float total = Vector.Sum(totals), moment = Vector.Sum(moments);
        for (; i < logits.Length; i++)
        {
            float distance = MathF.Max(logits[i] - max, -87), weight = LogitScan.Exp(new Vector<float>(distance))[0];
            (total, moment) = (total + weight, moment + (weight * distance));
        }

        return (total, moment);
    }

    /// <summary>The second highest logit, equal to the highest where two are; negative infinity of a single one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Second(ReadOnlySpan<float> logits)
    {
        Vector<float> firsts = new(float.NegativeInfinity), seconds = new(float.NegativeInfinity);
        int i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = new Vector<float>(logits[i..]);
            seconds = Vector.Max(seconds, Vector.Min(firsts, values));
            firsts = Vector.Max(firsts, values);
        }

        float first = float.NegativeInfinity, second = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            second = MathF.Max(MathF.Max(second, seconds[lane]), MathF.Min(first, firsts[lane]));
            first = MathF.Max(first, firsts[lane]);
        }

        for (; i < logits.Length; i++)
        {
            second = MathF.Max(second, MathF.Min(first, logits[i]));
            first = MathF.Max(first, logits[i]);
        }

        return second;
    }
}
