using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Recursive, relaxed recursive and routed models: numbers and depths against the reference, rows the same in any company.</summary>
public abstract class RoutingSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    [SkippableTheory]
    [MemberData(nameof(TinyRecursiveModels.Names), MemberType = typeof(TinyRecursiveModels))]
    [MemberData(nameof(TinyRecursiveModels.CombinationNames), MemberType = typeof(TinyRecursiveModels))]
    public void Execute_PromptAndRowByRow_MatchReference(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(40);
        var run = tiny.Reference.Run(tokens);
        int certain = run.CertainCount(ScoreTolerance);

        foreach (var rows in new[] { Prefill(tiny, 0, tokens), Decode(tiny, 1, tokens) })
        {
            AssertMatches(tiny.Reference, run, rows, certain);
        }

        Assert.InRange(certain, 20, 40);
    }

    [SkippableTheory]
    [InlineData("mor-expert")]
    [InlineData("mor-expert-interpolate")]
    [InlineData("mor-expert-mlp-auxiliary")]
    [InlineData("mor-expert-relaxed")]
    public void Execute_Thresholds_MatchReference(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(30);
        foreach (float threshold in new[] { 0, 0.2f, 0.8f, 1, 7 })
        {
            var run = tiny.Reference.Run(tokens, routerThreshold: threshold);
            AssertMatches(tiny.Reference, run, Prefill(tiny, 0, tokens, threshold), run.CertainCount(ScoreTolerance));
        }

        Assert.All(Prefill(tiny, 0, tokens, 0).Layers, layers => Assert.Equal(tiny.Spec.Layout.LayerDepth, layers));
        Assert.All(Prefill(tiny, 0, tokens, 1).Layers, layers => Assert.Equal(tiny.Spec.Layout.LeastLayersAfter(tiny.Spec.Layout.PassCount), layers));
    }

    [SkippableTheory]
    [InlineData("mor-expert", 1)]
    [InlineData("mor-expert-interpolate", 7)]
    [InlineData("mor-token", 33)]
    [InlineData("cycle shared_first add_output kind: expert_choice, decision: auxiliary, offset: 0.25, scale: 0.5", 5)]
    [InlineData("middle_cycle shared_first interpolate kind: token_choice, activation: softmax", 64)]
    public void Execute_PromptInChunks_SameAsOnePrompt(string name, int chunk)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(100);
        var expected = Prefill(tiny, 0, tokens);

        var parts = tokens.Chunk(chunk).Select((part, index) => Run(tiny, tiny.Steps.Item(1, index * chunk, part, HeadRows.All))[0]).ToArray();

        AssertSameRows(tiny, tokens, float.NaN, expected, new RoutedRows([.. parts.SelectMany(part => part.Tokens)], [.. parts.SelectMany(part => part.Layers)]));
    }

    [SkippableTheory]
    [InlineData("mor-expert-interpolate", TestPrecision.F32)]
    [InlineData("mor-expert", TestPrecision.EightBit)]
    [InlineData("mor-token", TestPrecision.BF16)]
    [InlineData("cycle shared_first interpolate kind: expert_choice, decision: router, scale: 0.5", TestPrecision.F32)]
    public void Execute_RandomBatchesOfDifferentThresholds_SameAsAlone(string name, TestPrecision precision)
    {
        const int Seed = 17;
        var random = new Random(Seed);
        using var tiny = Open(name, new TestExecutorOptions { Weights = precision, SlotCount = 7 });
        Skip.If(Kind.RowTolerance(precision) > 0 && precision != TestPrecision.F32, "Where rows differ from batch to batch, depths may too.");
        int[][] texts = [.. Enumerable.Range(0, 6).Select(slot => tiny.Tokens(random.Next(20, 70), slot))];
        float[] thresholds = tiny.Spec.Layout.HasRouterThreshold ? [float.NaN, 0, 0.3f, 0.5f, 0.8f, 1] : [.. Enumerable.Repeat(float.NaN, 6)];
        RoutedRows[] alone = [.. texts.Select((text, i) => Prefill(tiny, 6, text, thresholds[i]))];
        int[] done = new int[texts.Length];
        while (Enumerable.Range(0, texts.Length).Any(slot => done[slot] < texts[slot].Length))
        {
            int[] slots = [.. Enumerable.Range(0, texts.Length).Where(slot => done[slot] < texts[slot].Length && random.Next(4) > 0)];
            random.Shuffle(slots);
            int[] lengths = [.. slots.Select(slot => Math.Min(texts[slot].Length - done[slot], random.Next(2) == 0 ? 1 : random.Next(1, 40)))];
            var items = slots.Select((slot, i) => tiny.Steps.Item(slot, done[slot], texts[slot].AsMemory(done[slot], lengths[i]), HeadRows.All, threshold: thresholds[slot]));
            var rows = Run(tiny, [.. items]);
            for (int i = 0; i < slots.Length; i++)
            {
                int slot = slots[i], from = done[slot], end = from + lengths[i];
                AssertSameRows(tiny, texts[slot], thresholds[slot], alone[slot], rows[i], from, precision);
                done[slot] = end;
            }
        }
    }

    [SkippableFact]
    public void Execute_ShallowItemsAmongRoutedOnes_SameAsAlone()
    {
        using var tiny = Open("mor-expert");
        int[] tokens = tiny.Tokens(20);
        var (deep, shallow) = (Prefill(tiny, 0, tokens), tiny.Steps.Prefill(0, tokens, endPass: 1));

        var rows = Run(
            tiny,
            tiny.Steps.Item(1, 0, tokens, HeadRows.All, endPass: 1),
            tiny.Steps.Item(2, 0, tokens, HeadRows.All),
            tiny.Steps.Item(3, 0, tokens.AsMemory(0, 9), HeadRows.All, endPass: 1),
            tiny.Steps.Item(4, 0, tokens, HeadRows.All));

        AssertSame(shallow, rows[0].Tokens);
        Assert.All(rows[0].Layers, layers => Assert.Equal(1, layers));
        AssertSameRows(tiny, tokens, float.NaN, deep, rows[1]);
        AssertSameRows(tiny, tokens, float.NaN, deep, rows[3]);
    }

    // Adapted loops have weights of their own, so that rows of different loops cannot be multiplied together.
    [SkippableFact]
    public void Execute_DifferentAdaptedLoopsInOnePass_SameAsAlone()
    {
        using var tiny = Open("relaxed-middle-cycle");
        int[] tokens = tiny.Tokens(20);
        var full = tiny.Steps.Prefill(0, tokens);
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.None, endPass: 2, keep: true));
        var plan = new StepPlan();
        plan.Items.Add(tiny.Steps.Item(2, 0, tokens, HeadRows.All));
        plan.Items.Add(tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: 2));
        plan.Passes.Add(new StagePass(0) { Entries = { new(0, 0) } });
        plan.Passes.Add(new StagePass(1) { Entries = { new(1, 1), new(0, 0) } });
        plan.Passes.Add(new StagePass(1) { Entries = { new(1, 2), new(0, 1) } });
        plan.Passes.Add(new StagePass(1) { Entries = { new(0, 2) } });
        plan.Passes.Add(new StagePass(2) { Entries = { new(0, 0), new(1, 0) } });

        var rows = tiny.Steps.Run(plan);

        AssertSame(full, rows[0]);
        AssertSame(full, rows[1]);
    }

    [SkippableTheory]
    [InlineData("mor-expert", TestPrecision.BF16)]
    [InlineData("mor-expert-interpolate", TestPrecision.EightBit)]
    [InlineData("mor-expert-relaxed", TestPrecision.EightBit)]
    public void Execute_NarrowWeights_AreNearReference(string name, TestPrecision precision)
    {
        using var tiny = Open(name, precision);
        int[] tokens = tiny.Tokens(40);
        foreach (float threshold in new[] { 0, 1f, float.NaN })
        {
            // Where weights are rounded, a score far from the threshold still decides the same.
            var run = tiny.Reference.Run(tokens, routerThreshold: float.IsNaN(threshold) ? null : threshold);
            int certain = run.CertainCount(NarrowScoreTolerance);
            var rows = Prefill(tiny, 0, tokens, threshold);

            Assert.Equal(run.Layers[..certain], rows.Layers[..certain]);
            Assert.InRange(RelativeError(tiny.Reference, run, rows, certain), 0, NarrowError);
            Assert.True(certain == 40 || float.IsNaN(threshold));
        }
    }

    // The inverse of the comparisons above: with another mask, another threshold or another gate they fail.
    [SkippableFact]
    public void Execute_RoutedOtherwiseThanReference_IsFarFromIt()
    {
        using var right = Open("mor-expert-interpolate");
        using var allKeys = Open("mor-expert-interpolate", change: spec => spec with
        {
            Layout = new StageLayout(spec.Layout.Stages.Select(stage => stage.Loops > 1 ? stage with { KvPolicy = KvPolicy.SharedFirst } : stage)),
        });
        using var otherGate = Open("mor-expert-interpolate", change: spec => spec with { Router = spec.Router! with { Offset = 0.45f } });
        int[] tokens = right.Tokens(30);
        var run = right.Reference.Run(tokens);
        double[][] expected = [.. run.Hidden.Select(right.Reference.Logits)];

        Assert.InRange(Farthest(Prefill(right, 0, tokens)), 0, SingleTolerance);
        Assert.True(Farthest(Prefill(allKeys, 0, tokens)) > 100 * SingleTolerance);
        Assert.True(Farthest(Prefill(otherGate, 0, tokens)) > 100 * SingleTolerance);
        Assert.True(Farthest(Prefill(right, 0, tokens, 0.6f)) > 100 * SingleTolerance);

        double Farthest(RoutedRows rows) => Enumerable.Range(0, run.CertainCount(ScoreTolerance)).Max(row => TokenAssert.Difference(expected[row], rows.Tokens[row]));
    }
}
