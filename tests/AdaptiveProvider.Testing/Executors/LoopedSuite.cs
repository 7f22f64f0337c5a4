using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Looped models in their published formats: norms behind branches and between loops, injection, start states, gates.</summary>
public abstract class LoopedSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    // Logits in single precision: ten and more layers, one behind the other, amplify its rounding.
    private const double LoopedTolerance = 4e-4;

    // Root mean square error of logits over that of the logits, with rounded weights.
    private const double NarrowError = 0.45;

    [SkippableTheory]
    [MemberData(nameof(TinyLoopedModels.Names), MemberType = typeof(TinyLoopedModels))]
    public void Execute_EveryRow_MatchesReference(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(40);
        double[][] states = tiny.Reference.Hidden(tokens);

        var rows = tiny.Steps.Prefill(0, tokens);

        for (int row = 0; row < tokens.Length; row++)
        {
            TokenAssert.Close(tiny.Reference.Logits(states[row]), rows[row], LoopedTolerance);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(TinyLoopedModels.Names), MemberType = typeof(TinyLoopedModels))]
    public void Execute_TokenByToken_SameBitsAsAtOnce(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(20);

        AssertSame(tiny.Steps.Prefill(0, tokens), tiny.Steps.Decode(1, tokens));
    }

    // Every loop is a step of its own, as when an engine asks after each whether to leave; the start and the coda too.
    [SkippableTheory]
    [MemberData(nameof(TinyLoopedModels.Names), MemberType = typeof(TinyLoopedModels))]
    public void Execute_LoopByLoopFromKeptStates_SameBitsAsAtOnce(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(20);
        int passes = tiny.Spec.Layout.PassCount;
        var expected = tiny.Steps.Prefill(0, tokens);

        for (int pass = 0; pass < passes; pass++)
        {
            tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.None, firstPass: pass, endPass: pass + 1, keep: true));
        }

        AssertSame(expected, tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: passes))[0]);
    }

    [SkippableTheory]
    [InlineData("ouro")]
    [InlineData("ouro-defaults-bf16")]
    public void Execute_ExitAfterEachLoop_MatchesReference(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(24);

        var rows = tiny.Steps.Run([.. Enumerable.Range(1, 4).Select(loops => tiny.Steps.Item(loops, 0, tokens, endPass: loops))]);

        for (int loops = 1; loops <= 4; loops++)
        {
            TokenAssert.Close(tiny.Reference.NextLogits(tokens, loops), rows[loops - 1][0], LoopedTolerance);
        }
    }

    // As the published code does: all loops run, and a loop's state goes to the head although later loops follow.
    [SkippableFact]
    public void Execute_HeadFromAnEarlierLoopThenTheRest_ReadsThatLoopAndFillsTheCache()
    {
        using var tiny = Open("ouro");
        int[] tokens = tiny.Tokens(24);
        var expected = tiny.Steps.Decode(0, tokens);
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens.AsMemory(0, 20), HeadRows.None));

        tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20, 1), HeadRows.None, endPass: 2, keep: true));
        var early = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20, 1), firstPass: 2, endPass: 2))[0][0];
        tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20, 1), HeadRows.None, firstPass: 2));

        TokenAssert.Close(tiny.Reference.NextLogits(tokens.AsSpan(0, 21), 2), early, LoopedTolerance);
        AssertSame(expected.AsSpan(21), tiny.Steps.Run(tiny.Steps.Item(1, 21, tokens.AsMemory(21), HeadRows.All))[0]);
    }

    [SkippableFact]
    public void Execute_Gate_IsTheReferencesHazardOfTheLastRow()
    {
        using var tiny = Open("ouro");
        int[] tokens = tiny.Tokens(24);

        tiny.Steps.Run(
        [
            .. Enumerable.Range(1, 4).Select(loops => Gated(tiny.Steps.Item(loops, 0, tokens.AsMemory(0, 20 + loops), HeadRows.None, endPass: loops))),
            tiny.Steps.Item(5, 0, tokens),
        ]);

        Assert.Contains(ExitMeasure.Gate, tiny.Executor.Info.Measures);
        Assert.Equal(5, tiny.Steps.Scores.Length);
        Assert.True(float.IsNaN(tiny.Steps.Scores[4]));
        for (int loops = 1; loops <= 4; loops++)
        {
            Assert.Equal(tiny.Reference.Hazard(tiny.Reference.Hidden(tokens.AsSpan(0, 20 + loops), loops)[^1]), tiny.Steps.Scores[loops - 1], 1e-5);
        }

        Assert.True(tiny.Steps.Scores[..4].Max() - tiny.Steps.Scores[..4].Min() > 0.01);
    }

    // Leaving between two loops leads through the norm and the coda; what is kept and measured is the state before them.
    [SkippableFact]
    public void Execute_ExitThroughTheCoda_MatchesReferenceAndGoesOnLater()
    {
        using var tiny = Open("huginn");
        int[] tokens = tiny.Tokens(16);
        var full = tiny.Steps.Prefill(0, tokens);
        for (int passes = 2; passes <= 4; passes++)
        {
            var item = tiny.Steps.Item(passes, 0, tokens, HeadRows.All, endPass: passes, keep: true);
            (item.RunsTail, item.Measure) = (true, ExitMeasure.RelativeChange);
            var rows = tiny.Steps.Run(item)[0];
            double[][] states = tiny.Reference.Run(tokens, passes, runsTail: true).Hidden;
            double[] before = tiny.Reference.Hidden(tokens, passes - 1)[^1], after = tiny.Reference.Hidden(tokens, passes)[^1];

            Assert.All(Enumerable.Range(0, tokens.Length), row => TokenAssert.Close(tiny.Reference.Logits(states[row]), rows[row], LoopedTolerance));
            Assert.Equal(1 - (Size([.. after.Zip(before, (a, b) => a - b)]) / Size(after)), tiny.Steps.Scores[0], 1e-3);
            AssertSame(full, tiny.Steps.Run(tiny.Steps.Item(passes, 0, tokens, HeadRows.All, firstPass: passes))[0]);
        }
    }

    // CALM's state copying: deeper loops see what the states give that rows left with, normed and injected nothing.
    [SkippableTheory]
    [InlineData("ouro")]
    [InlineData("huginn")]
    public void Execute_StatesCopiedToDeeperLoops_MatchReference(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(12);
        int passes = tiny.Spec.Layout.PassCount;
        tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens.AsMemory(0, 8), HeadRows.None, endPass: 2, keep: true));
        var copying = tiny.Steps.Item(0, 0, tokens.AsMemory(0, 8), HeadRows.None, firstPass: 2, endPass: passes);
        copying.OnlyWritesCache = true;
        tiny.Steps.Run(copying);

        var rows = tiny.Steps.Run(tiny.Steps.Item(0, 8, tokens.AsMemory(8), HeadRows.All))[0];

        double[][] states = tiny.Reference.RunExits(tokens, [.. tokens.Select((_, position) => position < 8 ? 2 : passes)]).Hidden;
        Assert.All(Enumerable.Range(0, 4), row => TokenAssert.Close(tiny.Reference.Logits(states[8 + row]), rows[row], LoopedTolerance));
    }

    [SkippableTheory]
    [InlineData("huginn")]
    [InlineData("llama-tied-gqa")]
    public void Execute_GateOfAModelWithout_Throws(string name)
    {
        using var tiny = Open(name);

        Assert.DoesNotContain(ExitMeasure.Gate, tiny.Executor.Info.Measures);
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(Gated(tiny.Steps.Item(0, 0, tiny.Tokens(3)))));
    }

    // Depth-wise batching: rows at different loops, some of them at their first, share one pass over the weights.
    [SkippableTheory]
    [InlineData("ouro", 0)]
    [InlineData("huginn", 1)]
    public void Execute_DifferentLoopsInOnePass_SameBitsAsAlone(string name, int stage)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(20);
        var full = tiny.Steps.Prefill(0, tokens);
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.None, endPass: stage + 2, keep: true));
        var plan = new StepPlan();
        plan.Items.Add(tiny.Steps.Item(2, 0, tokens, HeadRows.All));
        plan.Items.Add(tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: stage + 2));
        if (stage > 0)
        {
            plan.Passes.Add(new StagePass(0) { Entries = { new(0, 0) } });
        }

        plan.Passes.Add(new StagePass(stage) { Entries = { new(0, 0), new(1, 2) } });
        plan.Passes.Add(new StagePass(stage) { Entries = { new(1, 3), new(0, 1) } });
        plan.Passes.Add(new StagePass(stage) { Entries = { new(0, 2) } });
        plan.Passes.Add(new StagePass(stage) { Entries = { new(0, 3) } });
        if (stage > 0)
        {
            plan.Passes.Add(new StagePass(stage + 1) { Entries = { new(0, 0), new(1, 0) } });
        }

        var rows = tiny.Steps.Run(plan);

        AssertSame(full, rows[0]);
        AssertSame(full, rows[1]);
    }

    [SkippableTheory]
    [InlineData("ouro")]
    [InlineData("huginn")]
    public void Execute_OneOverwrittenPlane_SavesCacheAndDecodesOtherwise(string name)
    {
        using var own = Open(name);
        using var single = Open(name, change: Single);
        int[] tokens = own.Tokens(20);

        // In one step a loop's rows are all written before the next loop's: only rows of earlier steps are seen at their last loop.
        var (prefill, decode) = (single.Steps.Prefill(0, tokens), single.Steps.Decode(1, tokens));

        AssertSame(own.Steps.Prefill(0, tokens), prefill);
        AssertSame(prefill[0], decode[0]);
        Assert.NotEqual(prefill[^1].TopLogits!, decode[^1].TopLogits!);
        int looped = own.Spec.Layout.Stages.Single(stage => stage.Loops > 1).LayerCount, others = own.Spec.Layers.Length - looped;
        Assert.Equal(Kind.CacheBytesPerToken(own.Executor) / ((4 * looped) + others) * (looped + others), Kind.CacheBytesPerToken(single.Executor));
    }

    [SkippableFact]
    public void Execute_StartState_IsTheSeedsWhateverTheSlotAndStep()
    {
        using var first = Open("huginn");
        using var other = Open("huginn", change: spec => spec with { Loops = spec.Loops! with { Start = spec.Loops.Start! with { Seed = 9 } } });
        using var zero = Open("huginn", change: spec => spec with { Loops = spec.Loops! with { Start = new StartState(0, 0) } });
        int[] tokens = first.Tokens(12);

        var expected = first.Steps.Prefill(0, tokens);
        first.Steps.Run(first.Steps.Item(3, 0, tokens.AsMemory(0, 5)), first.Steps.Item(2, 0, tokens.AsMemory(0, 9)));

        AssertSame(expected.AsSpan(5), first.Steps.Run(first.Steps.Item(3, 5, tokens.AsMemory(5), HeadRows.All))[0]);
        TokenAssert.Close(zero.Reference.NextLogits(tokens), zero.Steps.Prefill(0, tokens)[^1], LoopedTolerance);
        TokenAssert.Close(other.Reference.NextLogits(tokens), other.Steps.Prefill(0, tokens)[^1], LoopedTolerance);
        Assert.True(TokenAssert.Difference(first.Reference.NextLogits(tokens), other.Steps.Prefill(0, tokens)[^1]) > 100 * LoopedTolerance);
    }

    [SkippableTheory]
    [InlineData("ouro", TestPrecision.BF16)]
    [InlineData("ouro", TestPrecision.EightBit)]
    [InlineData("huginn", TestPrecision.BF16)]
    [InlineData("huginn", TestPrecision.EightBit)]
    public void Execute_RoundedWeights_AreNearTheReference(string name, TestPrecision precision)
    {
        using var tiny = Open(name, precision);
        int[] tokens = tiny.Tokens(40);
        double[][] states = tiny.Reference.Hidden(tokens);

        var rows = tiny.Steps.Prefill(0, tokens);

        double error = 0, size = 0;
        for (int row = 0; row < tokens.Length; row++)
        {
            double[] expected = tiny.Reference.Logits(states[row]);
            error += rows[row].TopLogits!.Sum(logit => Math.Pow(logit.Logit - expected[logit.Token], 2));
            size += rows[row].TopLogits!.Sum(logit => Math.Pow(expected[logit.Token], 2));
        }

        Assert.InRange(Math.Sqrt(error / size), 0, NarrowError);
    }

    // The inverse of the comparisons above: each part of the specification matters.
    [SkippableFact]
    public void Execute_AnyPartLeftOut_IsFarFromTheReference()
    {
        AssertMatters("ouro", spec => spec with { Loops = spec.Loops! with { NormsEveryLoop = false } });
        AssertMatters("ouro", spec => spec with { Layers = [.. spec.Layers.Select(layer => layer with { Norms = NormPlacement.AfterSum })] });
        AssertMatters("huginn", spec => spec with { Loops = spec.Loops! with { NormsBeforeTail = false } });
        AssertMatters("huginn", spec => spec with { Layers = [.. spec.Layers.Select(layer => layer with { Norms = NormPlacement.AroundBranch })] });
        AssertMatters("huginn", spec => spec with { EmbeddingScale = 1 });
    }

    private void AssertMatters(string name, Func<ModelSpec, ModelSpec> change)
    {
        using var right = Open(name);
        using var wrong = Open(name, change: change);
        int[] tokens = right.Tokens(10);

        Assert.True(TokenAssert.Difference(right.Reference.NextLogits(tokens), wrong.Steps.Prefill(0, tokens)[^1]) > 100 * LoopedTolerance);
    }

    private static ModelSpec Single(ModelSpec spec)
        => spec with { Layout = new StageLayout(spec.Layout.Stages.Select(stage => stage.Loops > 1 ? stage with { KvPolicy = KvPolicy.SingleOverwritten } : stage)) };

    private static double Size(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private static WorkItem Gated(WorkItem item)
    {
        item.Measure = ExitMeasure.Gate;
        return item;
    }
}
