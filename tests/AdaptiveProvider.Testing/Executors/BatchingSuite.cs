using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>A row is the same alone and in any company, however its text was cut into steps.</summary>
public abstract class BatchingSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    public static IEnumerable<object[]> FamiliesAndPrecisions =>
        from model in TinyModels.All
        from precision in (TestPrecision[])[TestPrecision.F32, TestPrecision.BF16, TestPrecision.EightBit]
        select new object[] { model.Name, precision };

    [SkippableTheory]
    [MemberData(nameof(FamiliesAndPrecisions))]
    public void Execute_RowByRow_SameAsOnePrompt(string name, TestPrecision precision)
    {
        using var tiny = Open(name, precision);
        int[] tokens = tiny.Tokens(75);

        var together = tiny.Steps.Prefill(0, tokens);
        var single = tiny.Steps.Decode(1, tokens);

        AssertSame(together, single, precision);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(99)]
    public void Execute_PromptInChunks_SameAsOnePrompt(int chunk)
    {
        using var tiny = Open("mistral-window");
        int[] tokens = tiny.Tokens(100);
        var expected = tiny.Steps.Prefill(0, tokens);

        SampledToken[] chunked =
        [
            .. tokens.Chunk(chunk).SelectMany((part, index) => tiny.Steps.Run(tiny.Steps.Item(1, index * chunk, part, HeadRows.All))[0]),
        ];

        AssertSame(expected, chunked);
    }

    [SkippableTheory]
    [InlineData("llama-tied-gqa", TestPrecision.EightBit)]
    [InlineData("qwen2-mixed-windows", TestPrecision.F32)]
    [InlineData("smollm3-no-rotary", TestPrecision.BF16)]
    public void Execute_RandomRaggedBatches_SameAsAlone(string name, TestPrecision precision)
    {
        const int Seed = 11;
        var random = new Random(Seed);
        using var tiny = Open(name, new TestExecutorOptions { Weights = precision, SlotCount = 7 });
        int[][] texts = [.. Enumerable.Range(0, 6).Select(slot => tiny.Tokens(random.Next(20, 90), slot))];
        SampledToken[][] alone = [.. texts.Select(text => tiny.Steps.Prefill(6, text))];
        int[] done = new int[texts.Length];

        while (Enumerable.Range(0, texts.Length).Any(slot => done[slot] < texts[slot].Length))
        {
            int[] slots = [.. Enumerable.Range(0, texts.Length).Where(slot => done[slot] < texts[slot].Length && random.Next(4) > 0)];
            random.Shuffle(slots);
            int[] lengths = [.. slots.Select(slot => Math.Min(texts[slot].Length - done[slot], random.Next(2) == 0 ? 1 : random.Next(1, 40)))];
            var rows = tiny.Steps.Run([.. slots.Select((slot, i) => tiny.Steps.Item(slot, done[slot], texts[slot].AsMemory(done[slot], lengths[i]), HeadRows.All))]);

            for (int i = 0; i < slots.Length; i++)
            {
                AssertSame(alone[slots[i]].AsSpan(done[slots[i]], lengths[i]), rows[i], precision);
                done[slots[i]] += lengths[i];
            }
        }
    }

    [SkippableFact]
    public void Execute_MoreHeadRowsThanOneRound_TokensInPlanOrder()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(90);
        var expected = tiny.Steps.Prefill(0, tokens);

        var rows = tiny.Steps.Run(
            tiny.Steps.Item(1, 0, tokens.AsMemory(0, 10), HeadRows.None), tiny.Steps.Item(2, 0, tokens, HeadRows.All), tiny.Steps.Item(3, 0, tokens.AsMemory(0, 20)));

        Assert.Empty(rows[0]);
        AssertSame(expected, rows[1]);
        AssertSame(expected[19], rows[2].Single());
    }

    [SkippableFact]
    public void Execute_SampledRow_SameTokenInAnyCompany()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(12);
        var settings = new SamplingSettings { Temperature = 1.5f, TopP = 0.95f };
        WorkItem Sampled(int slot) => tiny.Steps.Item(slot, 0, tokens, sampling: new RowSampling(settings) { Uniform = 0.7321f });

        int alone = tiny.Steps.Run(Sampled(0))[0][0].Token;
        var together = tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.All), Sampled(2), tiny.Steps.Item(3, 0, tokens.AsMemory(3), HeadRows.All));

        Assert.Equal(alone, together[1][0].Token);
    }
}
