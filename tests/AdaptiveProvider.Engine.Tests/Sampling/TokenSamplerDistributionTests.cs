using System.Collections.Frozen;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Tests.Sampling;

public sealed class TokenSamplerDistributionTests
{
    private readonly SamplerScratch _scratch = new();

    /// <summary>
    /// The drawn token must own the uniform number in the reference's cumulative distribution. Single precision may move a boundary by
    /// up to 1e-4 of the total, and where a truncation falls within rounding of its limit one token more or fewer may stay.
    /// </summary>
    [Fact]
    public void Sample_RandomSettings_MatchesTheReference()
    {
        for (int seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            float spread = 1 + (random.NextSingle() * 15);
            float[] logits = [.. Enumerable.Range(0, random.Next(2, 3000)).Select(_ => random.NextSingle() * spread)];
            var sampling = RandomSampling(random, logits.Length);
            var distribution = ReferenceSampler.Distribution(logits, sampling);

            int token = TokenSampler.Sample([.. logits], sampling, _scratch).Token;

            Assert.True(Owns(distribution, token, sampling.Uniform, tolerance: 1e-4), $"Seed {seed}: token {token} for {sampling.Uniform}, {sampling.Settings}");
        }
    }

    /// <summary>The handed out probabilities are the reference's, but for truncations that fall within rounding of their limit.</summary>
    [Fact]
    public void Sample_RandomSettings_HandsOutTheDistribution()
    {
        int same = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            float[] logits = [.. Enumerable.Range(0, random.Next(2, 3000)).Select(_ => random.NextSingle() * 9)];
            var sampling = RandomSampling(random, logits.Length);
            float[] distribution = [.. logits];
            sampling.Distribution = distribution;
            var expected = ReferenceSampler.Distribution(logits, sampling).ToDictionary(entry => entry.Token, entry => entry.Probability);

            int token = TokenSampler.Sample([.. logits], sampling, _scratch).Token;

            Assert.True(distribution[token] > 0 && Math.Abs(distribution.Sum(probability => (double)probability) - 1) < 1e-5, $"Seed {seed}");
            same += Enumerable.Range(0, logits.Length).All(id => Math.Abs(distribution[id] - expected.GetValueOrDefault(id)) < 1e-5) ? 1 : 0;
        }

        Assert.InRange(same, 295, 300);
    }

    /// <summary>The test above must be able to fail: a neighbouring draw is noticed.</summary>
    [Fact]
    public void Sample_WrongUniform_IsNoticed()
    {
        int noticed = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            float[] logits = [.. Enumerable.Range(0, 500).Select(_ => random.NextSingle())];
            var sampling = new RowSampling(new() { Temperature = 1 }) { Uniform = random.NextSingle() };
            var distribution = ReferenceSampler.Distribution(logits, sampling);
            float uniform = sampling.Uniform;

            sampling.Uniform = (uniform + 0.01f) % 1;
            int token = TokenSampler.Sample([.. logits], sampling, _scratch).Token;
            noticed += Owns(distribution, token, uniform, tolerance: 1e-4) ? 0 : 1;
        }

        Assert.True(noticed > 190, $"Only {noticed} of 200 wrong draws were noticed.");
    }

    /// <summary>
    /// Pearson's chi-square of 50,000 draws, against the quantile that a right sampler exceeds for one choice of seeds in a million;
    /// the seeds are fixed, so a right sampler that passes here always passes.
    /// </summary>
    [Theory]
    [InlineData(1f, 0, 1f, 0f, 16)]
    [InlineData(0.7f, 0, 1f, 0f, 16)]
    [InlineData(1f, 6, 1f, 0f, 6)]
    [InlineData(1f, 0, 0.8f, 0f, 6)]
    [InlineData(2f, 12, 0.9f, 0.3f, 10)]
    public void Sample_ManySeeds_FollowsTheDistribution(float temperature, int topK, float topP, float minP, int tokensKept)
    {
        float[] logits = [.. Enumerable.Range(0, 16).Select(i => (float)Math.Sin(i * 2.3) * 2)];
        var sampling = new RowSampling(new() { Temperature = temperature, TopK = topK, TopP = topP, MinP = minP });
        var distribution = ReferenceSampler.Distribution(logits, sampling);
        var observed = new int[logits.Length];
        const int Draws = 50_000;

        for (int seed = 0; seed < Draws; seed++)
        {
            sampling.Uniform = CounterRandom.Uniform(seed, tokenIndex: seed % 7);
            observed[TokenSampler.Sample([.. logits], sampling, _scratch).Token]++;
        }

        double chiSquare = distribution.Sum(entry => Math.Pow(observed[entry.Token] - (entry.Probability * Draws), 2) / (entry.Probability * Draws));
        Assert.Equal(tokensKept, distribution.Count);
        Assert.Equal(Draws, distribution.Sum(entry => observed[entry.Token]));
        Assert.True(chiSquare < MillionthQuantile(distribution.Count - 1), $"Chi-square {chiSquare:F1} over {distribution.Count} tokens.");
    }

    /// <summary>Wilson and Hilferty's approximation of the chi-square quantile at 1 - 1e-6.</summary>
    private static double MillionthQuantile(int freedom)
    {
        double spread = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - spread + (4.7534 * Math.Sqrt(spread)), 3);
    }

    private static bool Owns(List<(int Token, double Probability)> distribution, int token, double uniform, double tolerance)
    {
        double below = 0;
        foreach (var (candidate, probability) in distribution)
        {
            if (candidate == token && uniform >= below - tolerance && uniform <= below + probability + tolerance)
            {
                return true;
            }

            below += probability;
        }

        return false;
    }

    private static RowSampling RandomSampling(Random random, int vocabularySize)
    {
        var counts = new TokenCounts();
        for (int i = random.Next(20); i > 0; i--)
        {
            counts.AddPrompt(random.Next(vocabularySize));
            counts.AddReply(random.Next(vocabularySize));
        }

        var allowed = new uint[(vocabularySize + 31) / 32];
        foreach (ref uint word in allowed.AsSpan())
        {
            word = (uint)random.NextInt64() | 1;
        }

        bool Sometimes() => random.Next(3) == 0;
        return new RowSampling(new()
        {
            Temperature = Sometimes() ? 0 : 0.2f + (random.NextSingle() * 3),
            TopK = Sometimes() ? random.Next(1, vocabularySize + 10) : 0,
            TopP = Sometimes() ? 0.05f + (random.NextSingle() * 0.95f) : 1,
            MinP = Sometimes() ? random.NextSingle() * 0.5f : 0,
            RepetitionPenalty = Sometimes() ? 0.5f + (random.NextSingle() * 1.5f) : 1,
            PresencePenalty = Sometimes() ? (random.NextSingle() * 4) - 2 : 0,
            FrequencyPenalty = Sometimes() ? (random.NextSingle() * 4) - 2 : 0,
            LogitBias = Sometimes() ? new Dictionary<int, float> { [random.Next(vocabularySize)] = random.Next(-9, 9) }.ToFrozenDictionary() : null,
        })
        {
            Uniform = random.NextSingle(),
            Counts = counts,
            AllowedTokens = Sometimes() ? allowed : default,
        };
    }
}
