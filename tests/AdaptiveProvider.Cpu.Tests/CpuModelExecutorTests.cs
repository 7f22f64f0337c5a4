using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Tests.Execution;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Cpu.Tests;

/// <summary>The executor's numbers against the double-precision reference, for every family, precision and instruction tier.</summary>
public class CpuModelExecutorTests
{
    private const double SingleTolerance = 1e-4;

    // Root mean square error of logits over that of the logits themselves. These models are narrow and their weights large, so that
    // rounding shows several times more than in a trained model.
    private const double Int8Error = 0.15;

    public static TheoryData<string> Families => [.. TinyModels.All.Select(model => model.Name)];

    public static IEnumerable<object[]> FamiliesAndTiers =>
        from model in TinyModels.All from tier in Enum.GetNames<InstructionTier>() select new object[] { model.Name, tier };

    [SkippableTheory]
    [MemberData(nameof(FamiliesAndTiers))]
    public void Execute_SinglePrecision_MatchesReference(string name, string tierName)
    {
        var tier = Enum.Parse<InstructionTier>(tierName);
        Skip.IfNot(InstructionTiers.IsSupported(tier), $"This machine does not have {tier}.");
        using var tiny = new TinyExecutor(name, tier: tier);
        int[] tokens = tiny.Tokens(70);

        var rows = tiny.Steps.Prefill(0, tokens);

        AssertClose(tiny.Reference, tokens, rows, SingleTolerance);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Execute_BFloat16_MatchesReferenceWithRoundedWeights(string name)
    {
        using var tiny = new TinyExecutor(name, new CpuExecutorOptions { Weights = Precision.BF16, KeyValues = KvPrecision.F32 });
        int[] tokens = tiny.Tokens(40);
        var rounded = tiny.ReferenceWithMatrices(WeightType.BF16);

        var rows = tiny.Steps.Prefill(0, tokens);

        AssertClose(rounded, tokens, rows, SingleTolerance);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Execute_Int8_IsNearReference(string name)
    {
        using var tiny = new TinyExecutor(name, new CpuExecutorOptions { Weights = Precision.Int8 });
        int[] tokens = tiny.Tokens(40);

        var rows = tiny.Steps.Prefill(0, tokens);

        Assert.InRange(RelativeError(tiny, tokens, rows), 1e-6, Int8Error);
        Assert.InRange(tiny.Executor.WeightError, 1e-4, 0.01);
    }

    [Theory]
    [InlineData(KvPrecision.F32, 1e-5)]
    [InlineData(KvPrecision.F16, 5e-3)]
    [InlineData(KvPrecision.BF16, 0.04)]
    public void Execute_NarrowCache_IsNearReference(KvPrecision cache, double error)
    {
        using var tiny = new TinyExecutor("llama-tied-gqa", new CpuExecutorOptions { Weights = Precision.F32, KeyValues = cache });
        int[] tokens = tiny.Tokens(100);

        var rows = tiny.Steps.Prefill(0, tokens);

        Assert.InRange(RelativeError(tiny, tokens, rows), 0, error);
    }

    [Theory]
    [InlineData(32, 2, 16)]
    [InlineData(6, 6, 64)]
    [InlineData(5, 1, 10)]
    [InlineData(2, 2, 80)]
    public void Execute_UnusualHeads_MatchesReference(int heads, int kvHeads, int headDim)
    {
        var model = new TinyModel { Name = "heads", Layers = 2, Heads = heads, KvHeads = kvHeads, HeadDim = headDim };
        using var tiny = new TinyExecutor(model);
        int[] tokens = tiny.Tokens(70);

        var rows = tiny.Steps.Prefill(0, tokens);

        AssertClose(tiny.Reference, tokens, rows, SingleTolerance);
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
            using var tiny = new TinyExecutor("qwen3-norms", new CpuExecutorOptions { Threads = threads });
            return tiny.Steps.Prefill(0, tokens);
        }
    }

    // The inverse of the comparisons above: were a row to see one position more or less, or to sit one position off, they would fail.
    [Theory]
    [InlineData("llama-tied-gqa")]
    [InlineData("mistral-window")]
    public void Execute_ShiftedOrWiderThanReference_IsFarFromIt(string name)
    {
        using var tiny = new TinyExecutor(name);
        using var wider = new TinyExecutor(
            name, change: spec => spec with { Layers = [.. spec.Layers.Select(layer => layer with { AttentionWindow = (layer.AttentionWindow ?? 8) + 1 })] });
        int[] tokens = tiny.Tokens(20);
        double[] expected = tiny.Reference.NextLogits(tokens);

        var right = tiny.Steps.Prefill(0, tokens)[^1];
        var shifted = tiny.Steps.Run(tiny.Steps.Item(0, 20, tokens.AsMemory(19)))[0][0];
        var otherWindow = wider.Steps.Prefill(0, tokens)[^1];

        TokenAssert.Close(expected, right, SingleTolerance);
        Assert.True(TokenAssert.Difference(expected, shifted) > 100 * SingleTolerance);
        Assert.True(TokenAssert.Difference(expected, otherWindow) > 100 * SingleTolerance);
    }

    private static void AssertClose(ReferenceModel reference, int[] tokens, SampledToken[] rows, double tolerance)
    {
        var hidden = reference.Hidden(tokens);
        Assert.Equal(tokens.Length, rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            TokenAssert.Close(reference.Logits(hidden[row]), rows[row], tolerance);
        }
    }

    private static double RelativeError(TinyExecutor tiny, int[] tokens, SampledToken[] rows)
    {
        var hidden = tiny.Reference.Hidden(tokens);
        double squaredError = 0, squared = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            double[] expected = tiny.Reference.Logits(hidden[row]);
            squaredError += rows[row].TopLogits!.Sum(logit => Math.Pow(logit.Logit - expected[logit.Token], 2));
            squared += rows[row].TopLogits!.Sum(logit => Math.Pow(expected[logit.Token], 2));
        }

        return Math.Sqrt(squaredError / squared);
    }
}
