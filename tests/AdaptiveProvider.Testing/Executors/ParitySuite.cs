using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>The executor's numbers against the double-precision reference, for every family and precision.</summary>
public abstract class ParitySuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    // Root mean square error of logits over that of the logits themselves. These models are narrow and their weights large, so that
    // rounding shows several times more than in a trained model.
    private const double EightBitError = 0.15;

    public static TheoryData<string> Families => [.. TinyModels.All.Select(model => model.Name)];

    /// <summary>With bfloat16 weights: root mean square error over that of the logits, against a reference with rounded weights.</summary>
    protected abstract double BFloat16Error { get; }

    [SkippableTheory]
    [MemberData(nameof(Families))]
    public void Execute_SinglePrecision_MatchesReference(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(70);

        var rows = tiny.Steps.Prefill(0, tokens);

        AssertClose(tiny.Reference, tokens, rows);
    }

    [SkippableTheory]
    [MemberData(nameof(Families))]
    public void Execute_BFloat16_IsNearReferenceWithRoundedWeights(string name)
    {
        using var tiny = Open(name, new TestExecutorOptions { Weights = TestPrecision.BF16, KeyValues = TestPrecision.F32 });
        int[] tokens = tiny.Tokens(40);
        var rounded = tiny.ReferenceWithMatrices(WeightType.BF16);

        var rows = tiny.Steps.Prefill(0, tokens);

        Assert.InRange(RelativeError(rounded, tokens, rows), 0, BFloat16Error);
    }

    [SkippableTheory]
    [MemberData(nameof(Families))]
    public void Execute_EightBit_IsNearReference(string name)
    {
        using var tiny = Open(name, TestPrecision.EightBit);
        int[] tokens = tiny.Tokens(40);

        var rows = tiny.Steps.Prefill(0, tokens);

        Assert.InRange(RelativeError(tiny.Reference, tokens, rows), 1e-6, EightBitError);
    }

    [SkippableTheory]
    [InlineData(TestPrecision.F32, 1e-5)]
    [InlineData(TestPrecision.F16, 5e-3)]
    [InlineData(TestPrecision.BF16, 0.04)]
    public void Execute_NarrowCache_IsNearReference(TestPrecision cache, double error)
    {
        using var tiny = Open("llama-tied-gqa", new TestExecutorOptions { KeyValues = cache });
        int[] tokens = tiny.Tokens(100);

        var rows = tiny.Steps.Prefill(0, tokens);

        Assert.InRange(RelativeError(tiny.Reference, tokens, rows), 0, error);
    }

    [SkippableTheory]
    [InlineData(32, 2, 16)]
    [InlineData(6, 6, 64)]
    [InlineData(5, 1, 10)]
    [InlineData(2, 2, 80)]
    public void Execute_UnusualHeads_MatchesReference(int heads, int kvHeads, int headDim)
    {
        using var tiny = new TinyExecutor(Kind, new TinyModel { Name = "heads", Layers = 2, Heads = heads, KvHeads = kvHeads, HeadDim = headDim });
        int[] tokens = tiny.Tokens(70);

        var rows = tiny.Steps.Prefill(0, tokens);

        AssertClose(tiny.Reference, tokens, rows);
    }

    // The inverse of the comparisons above: were a row to see one position more or less, or to sit one position off, they would fail.
    [SkippableTheory]
    [InlineData("llama-tied-gqa")]
    [InlineData("mistral-window")]
    public void Execute_ShiftedOrWiderThanReference_IsFarFromIt(string name)
    {
        using var tiny = Open(name);
        using var wider = Open(
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

    private static void AssertClose(ReferenceModel reference, int[] tokens, SampledToken[] rows)
    {
        var hidden = reference.Hidden(tokens);
        Assert.Equal(tokens.Length, rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            TokenAssert.Close(reference.Logits(hidden[row]), rows[row], SingleTolerance);
        }
    }

    private static double RelativeError(ReferenceModel reference, int[] tokens, SampledToken[] rows)
    {
        var hidden = reference.Hidden(tokens);
        double squaredError = 0, squared = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            double[] expected = reference.Logits(hidden[row]);
            squaredError += rows[row].TopLogits!.Sum(logit => Math.Pow(logit.Logit - expected[logit.Token], 2));
            squared += rows[row].TopLogits!.Sum(logit => Math.Pow(expected[logit.Token], 2));
        }

        return Math.Sqrt(squaredError / squared);
    }
}
