using System.Collections.Frozen;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Tests.Sampling;

public sealed class TokenSamplerTests
{
    private readonly SamplerScratch _scratch = new();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1000)]
    public void Sample_GreedyWithTies_TakesTheLowestId(int vocabularySize)
    {
        for (int winner = 0; winner < vocabularySize; winner += 1 + (vocabularySize / 13))
        {
            var logits = new float[vocabularySize];
            Array.Fill(logits, -1f);
            logits.AsSpan(winner).Fill(2f);

            Assert.Equal(winner, Sample(logits, new()).Token);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Sample_UnusableLogitAnywhere_GivesNoToken(float poison)
    {
        for (int position = 0; position < 37; position++)
        {
            var logits = new float[37];
            logits[position] = poison;

            Assert.Equal(SampledToken.None, Sample([.. logits], new()));
            Assert.Equal(SampledToken.None, Sample([.. logits], new() { Temperature = 1, TopK = 3, TopP = 0.5f }));
        }
    }

    [Fact]
    public void Sample_NothingAboveNegativeInfinity_GivesNoToken()
        => Assert.Equal(SampledToken.None, Sample(Enumerable.Repeat(float.NegativeInfinity, 40).ToArray(), new() { Temperature = 1 }));

    [Fact]
    public void Sample_MaskAllowsNothing_GivesNoToken()
        => Assert.Equal(SampledToken.None, Sample(new float[40], new(), allowed: [0, 0]));

    [Fact]
    public void Sample_ScoredToken_ReportsItsRawLogitUnderMaskAndBias()
    {
        var sampling = new RowSampling(new() { LogitBias = new Dictionary<int, float> { [3] = 50 }.ToFrozenDictionary() }) { ScoredToken = 3, AllowedTokens = new[] { 1u, 0u } };

        var sample = TokenSampler.Sample(Ramp(40), sampling, _scratch);

        double total = Ramp(40).Sum(logit => Math.Exp(logit));
        Assert.Equal((0, Ramp(40)[3]), (sample.Token, sample.ScoredLogit));
        Assert.Equal(Math.Log(total), sample.LogSumExp, 1e-4);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    public void Sample_Mask_AllowsOnlyItsTokens(float temperature)
    {
        uint[] allowed = [1u << 5, 1u << 2];
        var drawn = Enumerable.Range(0, 64)
            .Select(i => Sample(Ramp(40), new() { Temperature = temperature }, uniform: i / 64f, allowed: allowed).Token).Distinct();

        Assert.Equal(temperature == 0 ? [34] : [5, 34], drawn.Order());
    }

    [Fact]
    public void Sample_NegativeInfinityLogit_IsNeverDrawn()
    {
        float[] logits = [float.NegativeInfinity, 0, float.NegativeInfinity, 0, float.NegativeInfinity];

        var drawn = Enumerable.Range(0, 100).Select(i => Sample([.. logits], new() { Temperature = 100 }, i / 100f).Token).Distinct();

        Assert.Equal([1, 3], drawn.Order());
    }

    [Fact]
    public void Sample_LogitBias_IsAddedBeforeAnythingElse()
    {
        var settings = new SamplingSettings { LogitBias = new Dictionary<int, float> { [3] = 100, [9] = -100 }.ToFrozenDictionary() };

        var sample = Sample(Ramp(10), settings);

        Assert.Equal((3, 3f), (sample.Token, sample.Logit));
    }

    [Fact]
    public void Sample_PresenceAndFrequency_CountTheReplyOnly()
    {
        var counts = new TokenCounts();
        counts.AddPrompt(0);
        counts.AddPrompt(0);
        counts.AddReply(1);
        counts.AddReply(2);
        counts.AddReply(2);

        // After presence 1 and frequency 0.5 the logits are 10, 10.5 - 1.5 = 9 and 11.5 - 2 = 9.5.
        Assert.Equal(0, Sample([10f, 10.5f, 11.5f], new() { PresencePenalty = 1, FrequencyPenalty = 0.5f }, counts: counts).Token);
        Assert.Equal(2, Sample([10f, 10.5f, 11.5f], new() { PresencePenalty = 1 }, counts: counts).Token);
    }

    [Fact]
    public void Sample_RepetitionPenalty_CountsThePromptAndPushesBothSigns()
    {
        var counts = new TokenCounts();
        counts.AddPrompt(0);
        counts.AddReply(1);

        Assert.Equal(2, Sample([4f, 4f, 3f], new() { RepetitionPenalty = 2 }, counts: counts).Token);
        Assert.Equal(2, Sample([-1f, -1f, -1.5f], new() { RepetitionPenalty = 2 }, counts: counts).Token);
        Assert.Equal(0, Sample([-1f, -1f, -1.5f], new() { RepetitionPenalty = 0.5f }, counts: counts).Token);
    }

    [Fact]
    public void Sample_TopK_CutsTiesByIdAndKeepsTheRest()
    {
        float[] logits = [1, 2, 2, 2, 0];

        var drawn = Enumerable.Range(0, 100).Select(i => Sample([.. logits], new() { Temperature = 1, TopK = 2 }, i / 100f).Token).Distinct();

        Assert.Equal([1, 2], drawn.Order());
    }

    [Fact]
    public void Sample_TopKOfOne_IsGreedy()
        => Assert.Equal(99, Sample(Ramp(100), new() { Temperature = 100, TopK = 1 }, uniform: 0.999f).Token);

    [Fact]
    public void Sample_TopP_KeepsTheSmallestSetThatReachesIt()
    {
        float[] logits = [.. new[] { 0.5, 0.3, 0.15, 0.05 }.Select(probability => (float)Math.Log(probability))];

        Assert.Equal([0], Drawn(logits, new() { Temperature = 1, TopP = 0.4f }));
        Assert.Equal([0, 1], Drawn(logits, new() { Temperature = 1, TopP = 0.6f }));
        Assert.Equal([0, 1, 2], Drawn(logits, new() { Temperature = 1, TopP = 0.9f }));
        Assert.Equal([0], Drawn(logits, new() { Temperature = 1, TopK = 2, TopP = 0.6f })); // 0.5 of 0.8 left
    }

    [Fact]
    public void Sample_MinP_KeepsTokensWithinTheFractionOfTheBest()
    {
        float[] logits = [.. new[] { 0.5, 0.3, 0.15, 0.05 }.Select(probability => (float)Math.Log(probability))];

        Assert.Equal([0, 1], Drawn(logits, new() { Temperature = 1, MinP = 0.5f }));
        Assert.Equal([0, 1, 2], Drawn(logits, new() { Temperature = 1, MinP = 0.2f }));
    }

    [Theory]
    [InlineData(1e-45f)]
    [InlineData(1e-30f)]
    [InlineData(100f)]
    public void Sample_ExtremeTemperature_StaysInRange(float temperature)
    {
        int token = Sample(Ramp(100), new() { Temperature = temperature, TopP = 0.9f, MinP = 0.01f }, uniform: 0.5f).Token;

        Assert.InRange(token, 0, 99);
        Assert.True(temperature > 1 || token == 99);
    }

    [Fact]
    public void Sample_TopLogits_AreRawAndRankedWithTheirLogSumExp()
    {
        var random = new Random(7);
        float[] logits = [.. Enumerable.Range(0, 5000).Select(_ => (random.NextSingle() * 20) - 10)];
        logits[17] = logits[4000] = 9.999f;
        var settings = new SamplingSettings { LogitBias = new Dictionary<int, float> { [3] = 100 }.ToFrozenDictionary() };

        var sample = Sample([.. logits], settings, topLogits: 64);

        var expected = Enumerable.Range(0, logits.Length).OrderByDescending(token => logits[token]).ThenBy(token => token).Take(64);
        Assert.Equal(expected.Select(token => new TokenLogit(token, logits[token])), sample.TopLogits);
        Assert.Equal(Math.Log(logits.Sum(logit => Math.Exp(logit))), sample.LogSumExp, 1e-4);
        Assert.Equal((3, logits[3]), (sample.Token, sample.Logit));
    }

    [Fact]
    public void Sample_WithoutMask_LeavesTheLogitsAsTheyWere()
    {
        var counts = new TokenCounts();
        counts.AddReply(3);
        float[] logits = Ramp(50);
        var settings = new SamplingSettings
        {
            Temperature = 1,
            RepetitionPenalty = 1.3f,
            LogitBias = new Dictionary<int, float> { [3] = 0.1f }.ToFrozenDictionary(),
        };

        Sample(logits, settings, 0.3f, counts);

        Assert.Equal(Ramp(50), logits);
    }

    [Fact]
    public void Sample_SteadyState_AllocatesNothing()
    {
        var logits = Ramp(20_000);
        var counts = new TokenCounts();
        counts.AddReply(3);
        var sampling = new RowSampling(new() { Temperature = 5, TopP = 0.9f, TopK = 500, MinP = 0.001f, RepetitionPenalty = 1.1f }) { Counts = counts };
        TokenSampler.Sample(logits, sampling, _scratch);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            sampling.Uniform = i / 10f;
            TokenSampler.Sample(logits, sampling, _scratch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private IEnumerable<int> Drawn(float[] logits, SamplingSettings settings)
        => Enumerable.Range(0, 1000).Select(i => Sample([.. logits], settings, i / 1000f).Token).Distinct().Order();

    private SampledToken Sample(
        float[] logits, SamplingSettings settings, float uniform = 0, TokenCounts? counts = null, uint[]? allowed = null, int topLogits = 0)
        => TokenSampler.Sample(
            logits,
            new RowSampling(settings) { Uniform = uniform, Counts = counts, AllowedTokens = allowed, TopLogitCount = topLogits },
            _scratch);

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => (float)i)];
}
