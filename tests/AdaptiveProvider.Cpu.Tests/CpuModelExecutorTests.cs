using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Cpu.Tests;

/// <summary>What only the managed executor has: instruction tiers, threads, steps without allocations, a measured weight error.</summary>
public class CpuModelExecutorTests
{
    public static TheoryData<string> Families => [.. TinyModels.All.Select(model => model.Name)];

    public static IEnumerable<object[]> FamiliesAndTiers =>
        from model in TinyModels.All from tier in Enum.GetNames<InstructionTier>() select new object[] { model.Name, tier };

    public static TheoryData<string> Tiers => [.. Enum.GetNames<InstructionTier>()];

    [SkippableTheory]
    [MemberData(nameof(FamiliesAndTiers))]
    public void Execute_SinglePrecisionOnTier_MatchesReference(string name, string tierName)
    {
        using var tiny = new TinyExecutor(OnTier(tierName), TinyModels.Get(name));
        int[] tokens = tiny.Tokens(70);

        var rows = tiny.Steps.Prefill(0, tokens);

        var hidden = tiny.Reference.Hidden(tokens);
        for (int row = 0; row < rows.Length; row++)
        {
            TokenAssert.Close(tiny.Reference.Logits(hidden[row]), rows[row], 1e-4);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Execute_RowByRowOnTier_SameBitsAsOnePrompt(string tierName)
    {
        using var tiny = new TinyExecutor(OnTier(tierName), TinyModels.Get("qwen3-norms"), new TestExecutorOptions { Weights = TestPrecision.EightBit });
        int[] tokens = tiny.Tokens(75);

        var together = tiny.Steps.Prefill(0, tokens);
        var single = tiny.Steps.Decode(1, tokens);

        TokenAssert.SameBits(together, single);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void WeightError_Int8_IsSmallAndNotZero(string name)
    {
        using var tiny = CpuExecutorKind.Open(name, new CpuExecutorOptions { Weights = Precision.Int8 });

        Assert.InRange(((CpuModelExecutor)tiny.Executor).WeightError, 1e-4, 0.01);
    }

    [SkippableTheory]
    [MemberData(nameof(Tiers))]
    public void Execute_RoutedRowByRowOnTier_SameBitsAndDepthsAsOnePrompt(string tierName)
    {
        using var tiny = new TinyExecutor(OnTier(tierName), TinyModels.Get("mor-expert-interpolate"), new TestExecutorOptions { Weights = TestPrecision.EightBit });
        int[] tokens = tiny.Tokens(75);

        var together = tiny.Steps.Prefill(0, tokens);
        int[] depths = tiny.Steps.HeadLayers[0];
        for (int position = 0; position < tokens.Length; position++)
        {
            TokenAssert.SameBits(together[position], tiny.Steps.Run(tiny.Steps.Item(1, position, tokens.AsMemory(position, 1)))[0][0]);
            Assert.Equal(depths[position], tiny.Steps.HeadLayers[0][0]);
        }

        Assert.True(depths.Distinct().Count() == 3);
    }

    [Theory]
    [InlineData("qwen3-norms")]
    [InlineData("mor-expert-interpolate")]
    [InlineData("mor-token-mlp-bias")]
    public void Execute_ManyThreads_SameBitsAsOne(string name)
    {
        var tokens = Enumerable.Range(0, 50).Select(i => i * 7 % 96).ToArray();
        var expected = Rows(1);

        TokenAssert.SameBits(expected, Rows(2));
        TokenAssert.SameBits(expected, Rows(5));

        SampledToken[] Rows(int threads)
        {
            using var tiny = CpuExecutorKind.Open(name, new CpuExecutorOptions { Threads = threads });
            return tiny.Steps.Prefill(0, tokens);
        }
    }

    [Theory]
    [InlineData("llama-tied-gqa")]
    [InlineData("mor-expert")]
    [InlineData("mor-token")]
    public void Execute_Steps_AllocateNothing(string name)
    {
        using var tiny = CpuExecutorKind.Open(name);
        int[] tokens = tiny.Tokens(8);
        var plan = new StepPlan();
        plan.Items.AddRange(from slot in Enumerable.Range(0, 4) select tiny.Steps.Item(slot, 0, tokens, sampling: new RowSampling(SamplingSettings.Greedy)));
        foreach (var pass in tiny.Spec.Layout.Passes)
        {
            plan.Passes.Add(new StagePass(pass.StageIndex) { Entries = { new(0, pass.Loop), new(1, pass.Loop), new(2, pass.Loop), new(3, pass.Loop) } });
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

    [Fact]
    public void Execute_AdaptiveSteps_AllocateNothing()
    {
        using var tiny = CpuExecutorKind.Open("mor-expert", new CpuExecutorOptions { DraftVocabulary = [1, 5, 9] });
        var plan = new StepPlan();
        plan.Items.AddRange(from slot in Enumerable.Range(0, 4) select tiny.Steps.Item(slot, 0, tiny.Tokens(5), endPass: 2, keep: true, threshold: 0, sampling: new RowSampling(SamplingSettings.Greedy)));
        foreach (var item in plan.Items)
        {
            (item.RunsTail, item.UsesDraftHead) = (true, item.Slot % 2 == 0);
            item.Measure = item.Slot switch { 0 => ExitMeasure.Margin, 1 => ExitMeasure.Cosine, 2 => ExitMeasure.RouterScore, _ => ExitMeasure.Entropy };
        }

        foreach (int pass in new[] { 0, 1, tiny.Spec.Layout.TailPass })
        {
            plan.Passes.Add(new StagePass(tiny.Spec.Layout.Passes[pass].StageIndex) { Entries = { new(0, 0), new(1, 0), new(2, 0), new(3, 0) } });
        }

        var result = new StepResult();
        tiny.Executor.Execute(plan, result);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 50; step++)
        {
            tiny.Executor.Execute(plan, result);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.All(result.ItemScores, score => Assert.InRange(score, -1, 1));
    }

    [Fact]
    public void Load_LoopsThatShareMatrices_PacksThemOnce()
    {
        using var plain = CpuExecutorKind.Open("recursive-none");
        using var shared = CpuExecutorKind.Open("recursive-cycle");
        using var queries = CpuExecutorKind.Open("relaxed-sequence-query-only");
        using var sequence = CpuExecutorKind.Open("recursive-sequence");

        static long Weights(TinyExecutor tiny) => ((CpuModelExecutor)tiny.Executor).Memory.Weights;
        Assert.InRange(Weights(shared), 0.4 * Weights(plain), 0.65 * Weights(plain));
        // Two layers whose projections differ in each of two loops, against three layers that share all.
        Assert.InRange(Weights(queries), 0.9 * Weights(sequence), 1.4 * Weights(sequence));
    }

    [Fact]
    public void Load_WindowInARoutedStage_Throws()
        => Assert.Throws<ModelFormatException>(() => CpuExecutorKind.Open(
            "mor-expert", change: spec => spec with { Layers = [.. spec.Layers.Select(layer => layer with { AttentionWindow = 4 })] }));

    [Fact]
    public void Load_UnsupportedPolicy_NamesTheStage()
    {
        var error = Assert.Throws<ModelFormatException>(
            () => CpuExecutorKind.Open("mor-expert", change: spec => spec with
            {
                Layout = new StageLayout([new Stage(0, 1), new Stage(1, 2, 3, KvPolicy.SingleOverwritten, ExitKind.Router), new Stage(3, 1)]),
            }));

        Assert.Contains("stages[1]", error.Message);
    }

    private static CpuExecutorKind OnTier(string tierName)
    {
        var tier = Enum.Parse<InstructionTier>(tierName);
        Skip.IfNot(InstructionTiers.IsSupported(tier), $"This machine does not have {tier}.");
        return new CpuExecutorKind(tier);
    }
}
