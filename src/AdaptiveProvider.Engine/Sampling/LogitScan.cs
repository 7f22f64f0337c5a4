using System.Numerics;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Vectorised passes over a row of logits, [vocabulary].</summary>
internal static class LogitScan
{
    /// <summary>The highest logit; NaN when the row has no usable one: a NaN, positive infinity, or nothing above negative infinity.</summary>
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
            var weighed = Vector.ConditionalSelect(kept, Vector.Exp(exponents), Vector<float>.Zero);
            weighed.CopyTo(weights[i..]);
            sums += weighed;
        }

        double sum = Vector.Sum(sums);
        for (; i < logits.Length; i++)
        {
            weights[i] = cutoff.Keeps(logits[i], firstToken + i) ? MathF.Exp((logits[i] - max) / temperature) : 0;
            sum += weights[i];
        }

        return sum;
    }

    private static Vector<int> Kept(Vector<float> values, int firstToken, in LogitCutoff cutoff)
    {
        var limit = new Vector<float>(cutoff.Logit);
        var tokens = Vector.CreateSequence(firstToken, 1);
        return Vector.GreaterThan(values, limit)
            | (Vector.Equals(values, limit) & Vector.LessThanOrEqual(tokens, new Vector<int>(cutoff.LastToken)));
    }
}
