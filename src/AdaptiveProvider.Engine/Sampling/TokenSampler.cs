namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Turns a row of logits into a token. Pure but for the scratch memory; allocates only the top logits that were asked for.</summary>
/// <remarks>
/// Order: logit bias, repetition penalty (prompt and reply; Keskar et al. 2019, CTRL 4.1), presence and frequency penalties (reply only;
/// OpenAI), token mask, temperature, top-k, top-p (Holtzman et al. 2020), min-p (Nguyen et al. 2024). Each truncation sees what the one
/// before has left. Equal logits rank by token id, lowest first. The token is drawn by inverse CDF over the kept tokens in order of
/// their ids, so that one uniform number decides and no sort of the vocabulary is needed. Tokens below e^-30 of the best weigh nothing:
/// all of a vocabulary's together stay under the step of the uniform number.
/// </remarks>
public static class TokenSampler
{
    /// <summary>Draws one token.</summary>
    /// <param name="logits">The row, [vocabulary]; overwritten where the mask forbids a token.</param>
    /// <param name="sampling">How to draw.</param>
    /// <param name="scratch">The calling thread's working memory.</param>
    /// <returns>The token, or <see cref="SampledToken.None"/> when the row holds NaN or positive infinity or the mask allows nothing.</returns>
    public static SampledToken Sample(Span<float> logits, RowSampling sampling, SamplerScratch scratch)
    {
        float max = LogitScan.Max(logits);
        if (float.IsNaN(max))
        {
            return SampledToken.None;
        }

        float logSumExp = float.NaN;
        TokenLogit[]? topLogits = null;
        if (sampling.TopLogitCount > 0)
        {
            logSumExp = (float)(max + Math.Log(TotalWeight(logits, max, 1f, LogitCutoff.None, scratch)));
            topLogits = TopLogits(logits, sampling.TopLogitCount, scratch);
        }

        if (LogitChanges.Apply(logits, sampling, scratch.Changes))
        {
            max = LogitScan.Max(logits);
        }

        int token = float.IsNaN(max) ? SampledToken.NoToken
            : sampling.Settings.IsGreedy ? LogitScan.NextAtLeast(logits, 0, max)
            : Draw(logits, max, sampling, scratch);
        LogitChanges.Undo(logits, scratch.Changes);
        return token == SampledToken.NoToken ? SampledToken.None : new SampledToken(token, logits[token], logSumExp, topLogits);
    }

    private static int Draw(ReadOnlySpan<float> logits, float max, RowSampling sampling, SamplerScratch scratch)
    {
        var settings = sampling.Settings;
        var cutoff = new LogitCutoff(max - (Nucleus.ExponentRange * settings.Temperature), int.MaxValue);
        if (settings.TopK > 0 && settings.TopK < logits.Length)
        {
            var worst = new TokenHeap(logits, Best(logits, settings.TopK, scratch), bestFirst: false);
            cutoff = cutoff.And(new LogitCutoff(logits[worst.Root], worst.Root));
        }

        if (settings.TopP < 1)
        {
            double needed = settings.TopP * TotalWeight(logits, max, settings.Temperature, cutoff, scratch);
            cutoff = cutoff.And(Nucleus.Cutoff(logits, max, settings.Temperature, needed, cutoff, scratch));
        }

        if (settings.MinP > 0)
        {
            cutoff = cutoff.And(new LogitCutoff(max + (settings.Temperature * MathF.Log(settings.MinP)), int.MaxValue));
        }

        return InverseCdf(logits, max, settings.Temperature, cutoff, sampling.Uniform, scratch);
    }

    /// <summary>The ids of the k highest logits as a heap with the worst at the root.</summary>
    private static Span<int> Best(ReadOnlySpan<float> logits, int count, SamplerScratch scratch)
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

    private static int InverseCdf(
        ReadOnlySpan<float> logits, float max, float temperature, in LogitCutoff cutoff, float uniform, SamplerScratch scratch)
    {
        var blocks = scratch.BlockWeights(BlockCount(logits));
        double total = 0;
        for (int block = 0; block < blocks.Length; block++)
        {
            blocks[block] = LogitScan.Weigh(Block(logits, block), FirstToken(block), scratch.Weights, max, temperature, cutoff);
            total += blocks[block];
        }

        double target = uniform * total;
        double passed = 0;
        int chosen = 0;
        for (int block = 0; block < blocks.Length; block++)
        {
            if (blocks[block] > 0)
            {
                chosen = block;
                if (passed + blocks[block] > target)
                {
                    break;
                }

                passed += blocks[block];
            }
        }

        LogitScan.Weigh(Block(logits, chosen), FirstToken(chosen), scratch.Weights, max, temperature, cutoff);
        return FirstToken(chosen) + IndexAt(scratch.Weights.AsSpan(0, Block(logits, chosen).Length), target - passed);
    }

    /// <summary>The first index at which the running sum passes the target; the last with any weight if rounding leaves the sum short.</summary>
    private static int IndexAt(ReadOnlySpan<float> weights, double target)
    {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                last = i;
                sum += weights[i];
                if (sum > target)
                {
                    break;
                }
            }
        }

        return last;
    }

    private static double TotalWeight(ReadOnlySpan<float> logits, float max, float temperature, in LogitCutoff cutoff, SamplerScratch scratch)
    {
        double total = 0;
        for (int block = 0; block < BlockCount(logits); block++)
        {
            total += LogitScan.Weigh(Block(logits, block), FirstToken(block), scratch.Weights, max, temperature, cutoff);
        }

        return total;
    }

    private static TokenLogit[] TopLogits(ReadOnlySpan<float> logits, int count, SamplerScratch scratch)
    {
        var best = Best(logits, Math.Min(count, logits.Length), scratch);
        var heap = new TokenHeap(logits, best, bestFirst: false);
        var top = new TokenLogit[best.Length];
        for (int remaining = top.Length; remaining > 0; remaining--)
        {
            int token = heap.Pop(remaining);
            top[remaining - 1] = new TokenLogit(token, logits[token]);
        }

        return top;
    }

    private static int BlockCount(ReadOnlySpan<float> logits) => (logits.Length + SamplerScratch.BlockLength - 1) / SamplerScratch.BlockLength;

    private static int FirstToken(int block) => block * SamplerScratch.BlockLength;

    private static ReadOnlySpan<float> Block(ReadOnlySpan<float> logits, int block)
        => logits.Slice(FirstToken(block), Math.Min(SamplerScratch.BlockLength, logits.Length - FirstToken(block)));
}
