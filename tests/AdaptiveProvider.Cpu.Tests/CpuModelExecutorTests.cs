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

    [Fact]
    public void Execute_ManyThreads_SameBitsAsOne()
    {
        var tokens = Enumerable.Range(0, 50).Select(i => i * 7 % 96).ToArray();
        var expected = Rows(1);

        TokenAssert.SameBits(expected, Rows(2));
        TokenAssert.SameBits(expected, Rows(5));

        SampledToken[] Rows(int threads)
        {
            using var tiny = CpuExecutorKind.Open("qwen3-norms", new CpuExecutorOptions { Threads = threads });
            return tiny.Steps.Prefill(0, tokens);
        }
    }

    [Fact]
    public void Execute_Steps_AllocateNothing()
    {
        using var tiny = CpuExecutorKind.Open("llama-tied-gqa");
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

    [Fact]
    public void Load_UnsupportedPolicy_NamesTheStage()
    {
        var error = Assert.Throws<ModelFormatException>(
            () => CpuExecutorKind.Open("llama-tied-gqa", change: spec => spec with { Layout = new StageLayout([new Stage(0, 1), new Stage(1, 2, 3, KvPolicy.RecursionWise), new Stage(3, 1)]) }));

        Assert.Contains("stages[1]", error.Message);
    }

    private static CpuExecutorKind OnTier(string tierName)
    {
        var tier = Enum.Parse<InstructionTier>(tierName);
        Skip.IfNot(InstructionTiers.IsSupported(tier), $"This machine does not have {tier}.");
        return new CpuExecutorKind(tier);
    }
}
