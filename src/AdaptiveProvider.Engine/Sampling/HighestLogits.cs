namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Finds a row's highest logits without sorting the vocabulary.</summary>
internal static class HighestLogits
{
    /// <summary>The highest logits, highest first, ties by id.</summary>
    public static TokenLogit[] Ranked(ReadOnlySpan<float> logits, int count, SamplerScratch scratch)
    {
        var best = Heap(logits, Math.Min(count, logits.Length), scratch);
        var heap = new TokenHeap(logits, best, bestFirst: false);
        var top = new TokenLogit[best.Length];
        for (int remaining = top.Length; remaining > 0; remaining--)
        {
            int token = heap.Pop(remaining);
            top[remaining - 1] = new TokenLogit(token, logits[token]);
        }

        return top;
    }

    /// <summary>The ids of the k highest logits as a heap with the worst at the root.</summary>
    public static Span<int> Heap(ReadOnlySpan<float> logits, int count, SamplerScratch scratch)
    {
        var best = scratch.Candidates(count).AsSpan(0, count);
        for (int token = 0; token < count; token++)
        {
            best[token] = token;
        }

        var heap = new TokenHeap(logits, best, bestFirst: false);
        heap.Build();

        // Ids ascend, so a later token displaces the worst only with a higher logit; most of the row fails that test a vector at a time.
        int next = count;
        while ((next = LogitScan.NextAtLeast(logits, next, MathF.BitIncrement(logits[heap.Root]))) >= 0)
        {
            heap.ReplaceRoot(next++);
        }

        return best;
    }
}
