using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Tests.Sampling;

public sealed class DraftVerificationTests
{
    private const int Draws = 40_000;

    private readonly SamplerScratch _scratch = new();

    /// <summary>
    /// Whatever the drafts' distribution q, tokens that stand or replace drafts have the row's distribution p: Pearson's chi-square against the
    /// quantile that a right sampler exceeds for one choice of seeds in a million. The seeds are fixed, so a right sampler always passes.
    /// </summary>
    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 12)]
    [InlineData(3, 40)]
    [InlineData(4, 2500)]
    public void Sample_RejectedOrAcceptedDrafts_FollowTheRow(int seed, int vocabulary)
    {
        var (distribution, observed, accepted) = Verify(seed, vocabulary, DraftAcceptance.Rejection);

        double chiSquare = ChiSquare(distribution, observed);
        Assert.Equal(Draws, distribution.Sum(entry => observed[entry.Token]));
        Assert.True(chiSquare < MillionthQuantile(distribution.Count - 1), $"Seed {seed}: chi-square {chiSquare:F1} over {distribution.Count} tokens.");
        Assert.InRange(accepted, Draws / 20, Draws - 1);
    }

    /// <summary>The test above must be able to fail: drafts that all stand follow their own distribution.</summary>
    [Fact]
    public void Sample_DraftsThatAlwaysStand_AreNoticed()
    {
        var (distribution, observed, accepted) = Verify(1, 12, DraftAcceptance.CrossEntropy);

        Assert.Equal(Draws, accepted);
        Assert.True(ChiSquare(distribution, observed) > 10 * MillionthQuantile(distribution.Count - 1));
    }

    [Fact]
    public void Sample_DraftFromTheSameDistribution_Stands()
    {
        const int Seed = 5;
        var random = new Random(Seed);
        float[] logits = Logits(random, 3000);
        float[] distribution = new float[3000];
        var sampling = new RowSampling(new() { Temperature = 1.2f, TopP = 0.95f }) { Distribution = distribution };
        for (int draw = 0; draw < 200; draw++)
        {
            sampling.Uniform = random.NextSingle();
            sampling.Draft = null;
            int drafted = TokenSampler.Sample([.. logits], sampling, _scratch).Token;
            sampling.Draft = new DraftedToken(drafted, DraftAcceptance.Rejection) { Distribution = distribution.ToArray(), Uniform = 0.9999f };

            Assert.True(drafted == TokenSampler.Sample([.. logits], sampling, _scratch).Token, $"Seed {Seed}, draw {draw}");
        }
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(0, 2)]
    public void Sample_GreedyRejection_IsTheBestToken(int drafted, int expected)
    {
        float[] drafts = [0.5f, 0, 0.5f, 0];
        var sampling = new RowSampling(SamplingSettings.Greedy) { Draft = new DraftedToken(drafted, DraftAcceptance.Rejection) { Distribution = drafts } };

        Assert.Equal(expected, TokenSampler.Sample([1f, 2, 9, 3], sampling, _scratch).Token);
    }

    [Fact]
    public void Sample_LikelyDraftThatTheMaskForbids_Falls()
    {
        var sampling = new RowSampling(SamplingSettings.Greedy)
        {
            AllowedTokens = new uint[] { 0b1011 },
            Draft = new DraftedToken(2, DraftAcceptance.CrossEntropy) { CrossEntropyMax = 5 },
        };

        Assert.Equal(3, TokenSampler.Sample([1f, 2, 9, 3], sampling, _scratch).Token);
    }

    private (List<(int Token, double Probability)> Distribution, int[] Observed, int Accepted) Verify(int seed, int vocabulary, DraftAcceptance acceptance)
    {
        var random = new Random(seed);
        float[] logits = Logits(random, vocabulary);
        float[] drafts = new float[vocabulary];
        var drafting = new RowSampling(new() { Temperature = 1.5f }) { Distribution = drafts };
        float[] draftLogits = Logits(random, vocabulary);
        var verifying = new RowSampling(new() { Temperature = 0.9f, TopP = 0.97f });
        int[] observed = new int[vocabulary];
        int accepted = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            drafting.Uniform = CounterRandom.Uniform(seed, draw, 1);
            int drafted = TokenSampler.Sample([.. draftLogits], drafting, _scratch).Token;
            verifying.Uniform = CounterRandom.Uniform(seed, draw);
            verifying.Draft = new DraftedToken(drafted, acceptance) { Distribution = drafts, Uniform = CounterRandom.Uniform(seed, draw, 2), CrossEntropyMax = float.MaxValue };
            int token = TokenSampler.Sample([.. logits], verifying, _scratch).Token;
            observed[token]++;
            accepted += token == drafted ? 1 : 0;
        }

        return (ReferenceSampler.Distribution(logits, verifying), observed, accepted);
    }

    // Eight likely tokens anywhere in the vocabulary, so that long rows have likely tokens in several blocks and enough draws of each.
    private static float[] Logits(Random random, int vocabulary)
    {
        float[] logits = [.. Enumerable.Range(0, vocabulary).Select(token => vocabulary <= 12 ? random.NextSingle() * 3 : random.NextSingle() - 12)];
        for (int i = 0; i < 8 && vocabulary > 12; i++)
        {
            logits[i * (vocabulary - 1) / 7] = random.NextSingle() * 2;
        }

        return logits;
    }

    private static double ChiSquare(List<(int Token, double Probability)> distribution, int[] observed)
        => distribution.Sum(entry => Math.Pow(observed[entry.Token] - (entry.Probability * Draws), 2) / (entry.Probability * Draws));

    /// <summary>Wilson and Hilferty's approximation of the chi-square quantile at 1 - 1e-6.</summary>
    private static double MillionthQuantile(int freedom)
    {
        double spread = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - spread + (4.7534 * Math.Sqrt(spread)), 3);
    }
}
