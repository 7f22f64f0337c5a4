using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Speculative sampling by rejection: replies have full depth's distribution, computed exactly in double precision over a tiny vocabulary.</summary>
public abstract class RejectionSuite(IExecutorKind kind) : AdaptiveDepthSuite(kind)
{
    private const int Replies = 3000;
    private const int Seed = 1;

    // The 99.99 percent point of chi-square by Wilson and Hilferty's approximation: each test fails once in 10,000 seeds by chance.
    private const double NormalPoint = 3.719;

    private static readonly SamplingSettings Sampling = new() { Temperature = 2.5f };

    [SkippableTheory]
    [InlineData("llama-tied-gqa", 2)]
    [InlineData("relaxed-own-vectors", 1)]
    [InlineData("mor-expert-mlp-auxiliary", 1)]
    public void Submit_ManySeeds_FirstTwoTokensHaveFullDepthsDistribution(string name, int exit)
    {
        using var tiny = OpenDepth(name);
        int[] prompt = tiny.Tokens(5, seed: 4);
        int vocabulary = tiny.Spec.VocabularySize, accepted = 0, rejected = 0;
        exit = tiny.Spec.Layout.ExitPasses.First(possible => possible >= exit);
        int[] pairs = new int[vocabulary * vocabulary];
        var depth = new DepthSettings { Method = DepthMethod.Lossless, Exits = [exit], DraftLength = 3, Threshold = -1, Acceptance = DraftAcceptance.Rejection };
        var request = Request(tiny, prompt, 3, depth) with { Sampling = Sampling, TopLogitCount = 0 };

        foreach (var seeds in Enumerable.Range(0, Replies).Chunk(64))
        {
            foreach (var reply in Together(tiny, options: null, seeds.Select(seed => request with { Seed = (Seed * Replies) + seed })))
            {
                pairs[(reply.Ids[0] * vocabulary) + reply.Ids[1]]++;
                accepted += reply.Summary.AcceptedDraftTokens;
                rejected += reply.Summary.DraftTokens - reply.Summary.AcceptedDraftTokens;
            }
        }

        double[] expected = Expected(tiny, prompt);
        AssertFits(expected, pairs);
        Assert.True(accepted > Replies / 20 && rejected > Replies / 20, $"{accepted} stood, {rejected} did not.");

        // The inverse: the same replies do not have the exit's distribution.
        Assert.Throws<Xunit.Sdk.InRangeException>(() => AssertFits(Expected(tiny, prompt, exit), pairs));
    }

    // The probability of every pair of first tokens, [vocabulary * vocabulary].
    private static double[] Expected(TinyExecutor tiny, int[] prompt, int? exit = null)
    {
        double[] first = Probabilities(tiny, prompt, exit);
        return [.. first.SelectMany((probability, token) => Probabilities(tiny, [.. prompt, token], exit).Select(next => probability * next))];
    }

    private static double[] Probabilities(TinyExecutor tiny, int[] text, int? exit)
    {
        double[] logits = [.. tiny.Reference.NextLogits(text, exit).Select(logit => logit / Sampling.Temperature)];
        double highest = logits.Max(), total = logits.Sum(logit => Math.Exp(logit - highest));
        return [.. logits.Select(logit => Math.Exp(logit - highest) / total)];
    }

    // Pairs that are expected less than eight times are counted as one.
    private static void AssertFits(double[] expected, int[] counts)
    {
        var cells = expected.Zip(counts, (probability, count) => (Expected: probability * Replies, Count: (double)count)).ToLookup(cell => cell.Expected >= 8);
        (double Expected, double Count)[] tested = [.. cells[true], (cells[false].Sum(cell => cell.Expected), cells[false].Sum(cell => cell.Count))];
        double statistic = tested.Where(cell => cell.Expected > 0).Sum(cell => Math.Pow(cell.Count - cell.Expected, 2) / cell.Expected);
        double degrees = tested.Length - 1, spread = 2 / (9 * degrees);
        Assert.InRange(statistic, 0, degrees * Math.Pow(1 - spread + (NormalPoint * Math.Sqrt(spread)), 3));
    }
}
