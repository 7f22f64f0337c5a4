using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Tests.Sampling;

/// <summary>The sampler as one would write it without a thought for speed: doubles, a full sort, every step a list.</summary>
internal static class ReferenceSampler
{
    /// <summary>Every token that can be drawn with its probability, in order of ids.</summary>
    public static List<(int Token, double Probability)> Distribution(ReadOnlySpan<float> row, RowSampling sampling)
    {
        var settings = sampling.Settings;
        double[] logits = Changed(row, sampling);
        if (settings.IsGreedy)
        {
            return [(Array.IndexOf(logits, logits.Max()), 1)];
        }

        double max = logits.Max();
        var ranked = Enumerable.Range(0, logits.Length)
            .Where(token => !double.IsNegativeInfinity(logits[token]))
            .OrderByDescending(token => logits[token]).ThenBy(token => token)
            .Select(token => (Token: token, Weight: Math.Exp((logits[token] - max) / settings.Temperature)))
            .ToList();
        if (settings.TopK > 0)
        {
            ranked = [.. ranked.Take(settings.TopK)];
        }

        if (settings.TopP < 1)
        {
            double needed = ranked.Sum(entry => entry.Weight) * settings.TopP;
            int count = 0;
            for (double reached = 0; reached < needed && count < ranked.Count; count++)
            {
                reached += ranked[count].Weight;
            }

            ranked = [.. ranked.Take(count)];
        }

        ranked = [.. ranked.Where(entry => entry.Weight >= settings.MinP)];
        double total = ranked.Sum(entry => entry.Weight);
        return [.. ranked.OrderBy(entry => entry.Token).Select(entry => (entry.Token, entry.Weight / total))];
    }

    private static double[] Changed(ReadOnlySpan<float> row, RowSampling sampling)
    {
        var settings = sampling.Settings;
        double[] logits = [.. row.ToArray().Select(logit => (double)logit)];
        foreach (var (token, bias) in settings.LogitBias ?? System.Collections.Frozen.FrozenDictionary<int, float>.Empty)
        {
            logits[token] += bias;
        }

        foreach (var (token, count) in sampling.Counts ?? new TokenCounts())
        {
            logits[token] = logits[token] > 0 ? logits[token] / settings.RepetitionPenalty : logits[token] * settings.RepetitionPenalty;
            logits[token] -= count.Reply > 0 ? settings.PresencePenalty + (settings.FrequencyPenalty * count.Reply) : 0;
        }

        if (!sampling.AllowedTokens.IsEmpty)
        {
            for (int token = 0; token < logits.Length; token++)
            {
                bool allowed = (sampling.AllowedTokens.Span[token / 32] >> (token % 32) & 1) == 1;
                logits[token] = allowed ? logits[token] : double.NegativeInfinity;
            }
        }

        return logits;
    }
}
