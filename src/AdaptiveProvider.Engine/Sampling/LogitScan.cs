using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Vectorised passes over a row of logits, [vocabulary].</summary>
/// <remarks>Compiled fully at once: a row is too long for the unoptimised first tier, which the first replies would pay for.</remarks>
internal static class LogitScan
{
    /// <summary>The highest logit; NaN when the row has no usable one: a NaN, positive infinity, or nothing above negative infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(ReadOnlySpan<float> logits)
    {
        var best = new Vector<float>(float.NegativeInfinity);
        var ordered = Vector<int>.AllBitsSet;
        int i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = new Vector<float>(logits[i..]);
            ordered &= Vector.Equals(values, values); // A NaN differs from itself.
            best = Vector.ConditionalSelect(Vector.GreaterThan(values, best), values, best);
        }

        bool valid = ordered == Vector<int>.AllBitsSet;
        float max = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            max = MathF.Max(max, best[lane]);
        }

        for (; i < logits.Length; i++)
        {
            valid &= !float.IsNaN(logits[i]);
            max = MathF.Max(max, logits[i]);
        }

        return valid && float.IsFinite(max) ? max : float.NaN;
    }

    /// <summary>The lowest index at or after <paramref name="start"/> whose logit is at least <paramref name="floor"/>; -1 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int NextAtLeast(ReadOnlySpan<float> logits, int start, float floor)
    {
        var floors = new Vector<float>(floor);
        int i = start;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            if (Vector.GreaterThanOrEqualAny(new Vector<float>(logits[i..]), floors))
            {
                break;
            }
        }

        for (; i < logits.Length; i++)
        {
            if (logits[i] >= floor)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Fills <paramref name="weights"/> with exp((logit - max) / temperature), zero where cut, and returns their sum.</summary>
    /// <param name="logits">One block of the row.</param>
    /// <param name="firstToken">The token id of the block's first logit.</param>
    /// <param name="weights">At least as long as the block.</param>
    /// <param name="max">The row's highest logit, so that no weight exceeds 1.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="cutoff">What is cut.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Weigh(ReadOnlySpan<float> logits, int firstToken, Span<float> weights, float max, float temperature, in LogitCutoff cutoff)
    {
        var sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var values = new Vector<float>(logits[i..]);
            var kept = Kept(values, firstToken + i, cutoff);
            if (kept == Vector<int>.Zero)
            {
                Vector<float>.Zero.CopyTo(weights[i..]);
                continue;
            }

            // Division, not a product with the inverse: tiny temperatures have none.
            var exponents = (values - new Vector<float>(max)) / new Vector<float>(temperature);
            var weighed = Vector.ConditionalSelect(kept, Exp(exponents), Vector<float>.Zero);
            weighed.CopyTo(weights[i..]);
            sums += weighed;
        }

        double sum = Vector.Sum(sums);
        for (; i < logits.Length; i++)
        {
            weights[i] = cutoff.Keeps(logits[i], firstToken + i) ? Exp(new Vector<float>((logits[i] - max) / temperature))[0] : 0;
            sum += weights[i];
        }

        return sum;
    }

    /// <summary>e^x for x in [-87, 0], lower ones taken as -87; within 2e-7 relative (Cody and Waite's reduction, Cephes' polynomial).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.Max(x, new Vector<float>(-87));
        var powers = Vector.Round(x * new Vector<float>(1.44269504f));
        var rest = x - (powers * new Vector<float>(0.693359375f)) + (powers * new Vector<float>(2.12194440e-4f));
        var sum = new Vector<float>(1.9875691500e-4f);
        sum = (sum * rest) + new Vector<float>(1.3981999507e-3f);
        sum = (sum * rest) + new Vector<float>(8.3334519073e-3f);
        sum = (sum * rest) + new Vector<float>(4.1665795894e-2f);
        sum = (sum * rest) + new Vector<float>(1.6666665459e-1f);
        sum = (sum * rest) + new Vector<float>(5.0000001201e-1f);
        sum = (sum * rest * rest) + rest + Vector<float>.One;
        var scale = Vector.ShiftLeft(Vector.ConvertToInt32(powers) + new Vector<int>(127), 23); // 2^powers as exponent bits
        return sum * Vector.AsVectorSingle(scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Kept(Vector<float> values, int firstToken, in LogitCutoff cutoff)
    {
        var limit = new Vector<float>(cutoff.Logit);
        var above = Vector.GreaterThan(values, limit);
        var tied = Vector.Equals(values, limit);
        return tied == Vector<int>.Zero ? above
            : above | (tied & Vector.LessThanOrEqual(Vector.CreateSequence(firstToken, 1), new Vector<int>(cutoff.LastToken)));
    }
}
