using System.Numerics;

namespace AdaptiveProvider.Engine.Sampling;

/// <summary>What a request's settings change about its logits before anything is drawn: bias, penalties, mask.</summary>
internal static class LogitChanges
{
    /// <summary>Applies them in their order; false when there was nothing to apply.</summary>
    /// <param name="logits">The row, [vocabulary].</param>
    /// <param name="sampling">The request's settings, counts and mask.</param>
    /// <param name="changes">Receives the raw logits under bias and penalties.</param>
    public static bool Apply(Span<float> logits, RowSampling sampling, List<TokenLogit> changes)
    {
        changes.Clear();
        if (sampling.Settings.LogitBias is { } bias)
        {
            foreach (var (token, added) in bias)
            {
                Change(logits, token, logits[token] + added, changes);
            }
        }

        if (sampling is { Settings.HasPenalties: true, Counts: { } counts })
        {
            foreach (var (token, count) in counts)
            {
                Change(logits, token, Penalized(logits[token], count, sampling.Settings), changes);
            }
        }

        ForbidUnlisted(logits, sampling.AllowedTokens.Span);
        return changes.Count > 0 || !sampling.AllowedTokens.IsEmpty;
    }

    /// <summary>Puts the raw logits back, last change first.</summary>
    public static void Undo(Span<float> logits, List<TokenLogit> changes)
    {
        for (int i = changes.Count - 1; i >= 0; i--)
        {
            logits[changes[i].Token] = changes[i].Logit;
        }

        changes.Clear();
    }

    private static void Change(Span<float> logits, int token, float logit, List<TokenLogit> changes)
    {
        changes.Add(new TokenLogit(token, logits[token]));
        logits[token] = logit;
    }

    private static float Penalized(float logit, TokenCounts.Count count, SamplingSettings settings)
    {
        logit = logit > 0 ? logit / settings.RepetitionPenalty : logit * settings.RepetitionPenalty;
        return count.Reply == 0 ? logit : logit - settings.PresencePenalty - (settings.FrequencyPenalty * count.Reply);
    }

    private static void ForbidUnlisted(Span<float> logits, ReadOnlySpan<uint> allowed)
    {
        for (int word = 0; word < allowed.Length; word++)
        {
            for (uint forbidden = ~allowed[word]; forbidden != 0; forbidden &= forbidden - 1)
            {
                int token = (word * 32) + BitOperations.TrailingZeroCount(forbidden);
                if (token < logits.Length)
                {
                    logits[token] = float.NegativeInfinity;
                }
            }
        }
    }
}
