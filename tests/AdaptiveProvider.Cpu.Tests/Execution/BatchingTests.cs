using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Cpu.Tests.Execution;

/// <summary>A row has the same bits alone and in any company, however its text was cut into steps.</summary>
public class BatchingTests
{
    public static IEnumerable<object[]> FamiliesAndPrecisions =>
        from model in TinyModels.All from precision in Enum.GetNames<Precision>() select new object[] { model.Name, precision };

    public static TheoryData<string> Tiers => [.. Enum.GetNames<InstructionTier>()];

    [Theory]
    [MemberData(nameof(FamiliesAndPrecisions))]
    public void Execute_RowByRow_SameBitsAsOnePrompt(string name, string precision)
    {
        using var tiny = new TinyExecutor(name, new CpuExecutorOptions { Weights = Enum.Parse<Precision>(precision) });
        int[] tokens = tiny.Tokens(75);

        var together = tiny.Steps.Prefill(0, tokens);
        var single = tiny.Steps.Decode(1, tokens);

        TokenAssert.SameBits(together, single);
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Execute_RowByRowOnTier_SameBitsAsOnePrompt(string tierName)
    {
        var tier = Enum.Parse<InstructionTier>(tierName);
        Skip.IfNot(InstructionTiers.IsSupported(tier), $"This machine does not have {tier}.");
        using var tiny = new TinyExecutor("qwen3-norms", new CpuExecutorOptions { Weights = Precision.Int8 }, tier);
        int[] tokens = tiny.Tokens(75);

        var together = tiny.Steps.Prefill(0, tokens);
        var single = tiny.Steps.Decode(1, tokens);

        TokenAssert.SameBits(together, single);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(99)]
    public void Execute_PromptInChunks_SameBitsAsOnePrompt(int chunk)
    {
        using var tiny = new TinyExecutor("mistral-window");
        int[] tokens = tiny.Tokens(100);
        var expected = tiny.Steps.Prefill(0, tokens);

        SampledToken[] chunked =
        [
            .. tokens.Chunk(chunk).SelectMany((part, index) => tiny.Steps.Run(tiny.Steps.Item(1, index * chunk, part, HeadRows.All))[0]),
        ];

        TokenAssert.SameBits(expected, chunked);
    }

    [Theory]
    [InlineData("llama-tied-gqa", "Int8")]
    [InlineData("qwen2-mixed-windows", "F32")]
    [InlineData("smollm3-no-rotary", "BF16")]
    public void Execute_RandomRaggedBatches_SameBitsAsAlone(string name, string precision)
    {
        const int Seed = 11;
        var random = new Random(Seed);
        using var tiny = new TinyExecutor(name, new CpuExecutorOptions { Weights = Enum.Parse<Precision>(precision), SlotCount = 7 });
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
                TokenAssert.SameBits(alone[slots[i]].AsSpan(done[slots[i]], lengths[i]), rows[i]);
                done[slots[i]] += lengths[i];
            }
        }
    }

    [Fact]
    public void Execute_MoreHeadRowsThanOneRound_TokensInPlanOrder()
    {
        using var tiny = new TinyExecutor("llama-tied-gqa");
        int[] tokens = tiny.Tokens(90);
        var expected = tiny.Steps.Prefill(0, tokens);

        var rows = tiny.Steps.Run(
            tiny.Steps.Item(1, 0, tokens.AsMemory(0, 10), HeadRows.None), tiny.Steps.Item(2, 0, tokens, HeadRows.All), tiny.Steps.Item(3, 0, tokens.AsMemory(0, 20)));

        Assert.Empty(rows[0]);
        TokenAssert.SameBits(expected, rows[1]);
        TokenAssert.SameBits(expected[19], rows[2].Single());
    }

    [Fact]
    public void Execute_SampledRow_SameTokenInAnyCompany()
    {
        using var tiny = new TinyExecutor("llama-tied-gqa");
        int[] tokens = tiny.Tokens(12);
        var settings = new SamplingSettings { Temperature = 1.5f, TopP = 0.95f };
        WorkItem Sampled(int slot) => tiny.Steps.Item(slot, 0, tokens, sampling: new RowSampling(settings) { Uniform = 0.7321f });

        int alone = tiny.Steps.Run(Sampled(0))[0][0].Token;
        var together = tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.All), Sampled(2), tiny.Steps.Item(3, 0, tokens.AsMemory(3), HeadRows.All));

        Assert.Equal(alone, together[1][0].Token);
    }

    [Fact]
    public void Execute_Steps_AllocateNothing()
    {
        using var tiny = new TinyExecutor("llama-tied-gqa");
        int[] tokens = tiny.Tokens(8);
        var plan = new StepPlan();
        plan.Items.AddRange(from slot in Enumerable.Range(0, 4) select tiny.Steps.Item(slot, 0, tokens, sampling: new RowSampling(SamplingSettings.Greedy)));
        foreach (var pass in tiny.Spec.Layout.Passes)
        {
            plan.Passes.Add(new StagePass(pass.StageIndex) { Entries = { new(0, 0), new(1, 0), new(2, 0), new(3, 0) } });
        }

        var result = new StepResult();
        tiny.Executor.Execute(plan, result);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 50; step++)
        {
            tiny.Executor.Execute(plan, result);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
