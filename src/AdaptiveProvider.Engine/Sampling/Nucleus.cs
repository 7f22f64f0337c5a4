using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Finds where top-p cuts: the smallest set, best first, whose weight reaches a share (Holtzman et al. 2020).</summary>
internal static class Nucleus
{
    /// <summary>Tokens whose exponent lies this far below the best weigh nothing.</summary>
    public const float ExponentRange = 30;

    private const float LikelyFloor = 4.6f; // Tokens within a hundredth of the best usually are the nucleus.

    /// <summary>The last token that stays.</summary>
    /// <param name="logits">The row, [vocabulary].</param>
    /// <param name="max">Its highest logit.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="needed">The weight to reach, where the best token weighs 1.</param>
    /// <param name="kept">What earlier truncations have left.</param>
    /// <param name="scratch">The calling thread's working memory.</param>
    public static LogitCutoff Cutoff(
        ReadOnlySpan<float> logits, float max, float temperature, double needed, in LogitCutoff kept, SamplerScratch scratch)
    {
        double reached = 0;
        float floor = MathF.Max(max - (LikelyFloor * temperature), kept.Logit);
        var (count, weight) = Gather(logits, max, temperature, floor, bin: -1, kept, scratch);
        if (weight < needed)
        {
            // A flat row: weigh it by bins of equal width, and rank only the tokens of the bin in which the needed weight is reached.
            (int bin, reached) = CrossingBin(logits, max, temperature, needed, kept, scratch);
            (count, _) = Gather(logits, max, temperature, kept.Logit, bin, kept, scratch);
        }

        var heap = new TokenHeap(logits, scratch.Candidates(count).AsSpan(0, count), bestFirst: true);
        heap.Build();
        int last = heap.Root;
        for (; count > 0 && reached < needed; count--)
        {
            last = heap.Pop(count);
            reached += Weight(logits[last], max, temperature);
        }

        return new LogitCutoff(logits[last], last);
    }

    /// <summary>Collects the kept tokens at or above a floor; only those of one bin unless that is -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Count, double Weight) Gather(
        ReadOnlySpan<float> logits, float max, float temperature, float floor, int bin, in LogitCutoff kept, SamplerScratch scratch)
    {
        int count = 0;
        double weight = 0;
        float binsPerLogit = BinsPerLogit(temperature);
        for (int token = LogitScan.NextAtLeast(logits, 0, floor); token >= 0; token = LogitScan.NextAtLeast(logits, token + 1, floor))
        {
            if (kept.Keeps(logits[token], token) && (bin < 0 || Bin(max - logits[token], binsPerLogit) == bin))
            {
                scratch.Candidates(count + 1)[count++] = token;
                weight += Weight(logits[token], max, temperature);
            }
        }

        return (count, weight);
    }

    /// <summary>The bin in which the running weight reaches what is needed, and the weight before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Bin, double Before) CrossingBin(
        ReadOnlySpan<float> logits, float max, float temperature, double needed, in LogitCutoff kept, SamplerScratch scratch)
    {
        var bins = scratch.Bins;
        bins.Clear();
        float binsPerLogit = BinsPerLogit(temperature);
        for (int first = 0; first < logits.Length; first += SamplerScratch.BlockLength)
        {
            var block = logits.Slice(first, Math.Min(SamplerScratch.BlockLength, logits.Length - first));
            var weights = scratch.Weights.AsSpan(0, block.Length);
            LogitScan.Weigh(block, first, weights, max, temperature, kept);
            for (int i = 0; i < block.Length; i++)
            {
                if (weights[i] > 0)
                {
                    bins[Bin(max - block[i], binsPerLogit)] += weights[i];
                }
            }
        }

        // Rounding may leave the sum a little short of what is needed; then the last bin with any weight is the one.
        var (crossing, before, sum) = (0, 0.0, 0.0);
        for (int bin = 0; bin < bins.Length && sum < needed; bin++)
        {
            if (bins[bin] > 0)
            {
                (crossing, before) = (bin, sum);
                sum += bins[bin];
            }
        }

        return (crossing, before);
    }

    /// <summary>Infinite for tiny temperatures: then all but the best fall into the last bin, and a distance of zero into the first.</summary>
    private static float BinsPerLogit(float temperature) => SamplerScratch.BinCount / (ExponentRange * temperature);

    private static int Bin(float distance, float binsPerLogit) => (int)Math.Min(distance * binsPerLogit, SamplerScratch.BinCount - 1);

    private static double Weight(float logit, float max, float temperature) => MathF.Exp((logit - max) / temperature);
}
