using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Turns a row of logits into a token. Pure but for the scratch memory; allocates only the top logits that were asked for.</summary>
/// <remarks>
/// Order: logit bias, repetition penalty (prompt and reply; Keskar et al. 2019, CTRL 4.1), presence and frequency penalties (reply only;
/// OpenAI), token mask, temperature, top-k, top-p (Holtzman et al. 2020), min-p (Nguyen et al. 2024). Each truncation sees what the one
/// before has left. Equal logits rank by token id, lowest first. The token is drawn by inverse CDF over the kept tokens in order of
/// their ids, so that one uniform number decides and no sort of the vocabulary is needed. Tokens below e^-30 of the best weigh nothing:
/// all of a vocabulary's together stay under the step of the uniform number. A draft that is verified stands or falls by the row that all
/// this leaves; only the cross-entropy rule reads the raw logits.
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

        float logSumExp = sampling.TopLogitCount > 0 || sampling.ScoredToken is not null ? LogSumExp(logits, max, scratch) : float.NaN;
        var topLogits = sampling.TopLogitCount > 0 ? HighestLogits.Ranked(logits, sampling.TopLogitCount, scratch) : null;
        float scored = sampling.ScoredToken is { } asked ? logits[asked] : float.NaN;
        bool stands = sampling.Draft is { Acceptance: DraftAcceptance.CrossEntropy } draft
            && DraftVerification.StandsByCrossEntropy(draft, logits, float.IsNaN(logSumExp) ? LogSumExp(logits, max, scratch) : logSumExp);
        if (LogitChanges.Apply(logits, sampling, scratch.Changes))
        {
            max = LogitScan.Max(logits);
        }

        int token = float.IsNaN(max) ? SampledToken.NoToken : Draw(logits, max, sampling, scratch);
        if (token != SampledToken.NoToken && stands && logits[sampling.Draft!.Token] > float.NegativeInfinity)
        {
            token = sampling.Draft.Token;
        }

        LogitChanges.Undo(logits, scratch.Changes);
        return token == SampledToken.NoToken ? SampledToken.None : new SampledToken(token, logits[token], logSumExp, topLogits) { ScoredLogit = scored };
    }

    private static float LogSumExp(ReadOnlySpan<float> logits, float max, SamplerScratch scratch)
        => (float)(max + Math.Log(new WeightedRow(logits, max, 1f, LogitCutoff.None, scratch).Total()));

    private static int Draw(ReadOnlySpan<float> logits, float max, RowSampling sampling, SamplerScratch scratch)
    {
        var distribution = sampling.Distribution.Span;
        if (sampling.Settings.IsGreedy)
        {
            // All probability on one token: a draft stands when it is this one, and what is drawn instead is this one.
            int best = LogitScan.NextAtLeast(logits, 0, max);
            if (!distribution.IsEmpty)
            {
                distribution.Clear();
                distribution[best] = 1;
            }

            return best;
        }

        var row = new WeightedRow(logits, max, sampling.Settings.Temperature, Cutoff(logits, max, sampling.Settings, scratch), scratch);
        if (!distribution.IsEmpty)
        {
            row.CopyProbabilitiesTo(distribution);
        }

        return DraftVerification.Draw(row, sampling);
    }

    /// <summary>Where the truncations cut.</summary>
    private static LogitCutoff Cutoff(ReadOnlySpan<float> logits, float max, SamplingSettings settings, SamplerScratch scratch)
    {
        var cutoff = new LogitCutoff(max - (Nucleus.ExponentRange * settings.Temperature), int.MaxValue);
        if (settings.TopK > 0 && settings.TopK < logits.Length)
        {
            var worst = new TokenHeap(logits, HighestLogits.Heap(logits, settings.TopK, scratch), bestFirst: false);
            cutoff = cutoff.And(new LogitCutoff(logits[worst.Root], worst.Root));
        }

        if (settings.TopP < 1)
        {
            double needed = settings.TopP * new WeightedRow(logits, max, settings.Temperature, cutoff, scratch).Total();
            cutoff = cutoff.And(Nucleus.Cutoff(logits, max, settings.Temperature, needed, cutoff, scratch));
        }

        if (settings.MinP > 0)
        {
            cutoff = cutoff.And(new LogitCutoff(max + (settings.Temperature * MathF.Log(settings.MinP)), int.MaxValue));
        }

        return cutoff;
    }
}
