using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Executors;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Torch.Tests.Execution;

/// <summary>Items that leave, start and measure inside a looped stage, in company that makes rows of every kind meet in one pass.</summary>
public sealed class ExtendedItemTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("relaxed-middle-cycle", 2)]
    [InlineData("recursive-middle-cycle-shared-first", 3)]
    [InlineData("mor-expert", 2)]
    [InlineData("mor-expert-interpolate", 3)]
    [InlineData("mor-expert-relaxed", 2)]
    public void Execute_TailAfterEarlyExit_IsTheModelWithFewerLoops(string name, int exit)
    {
        using var tiny = Open(name, out var weights);
        var fewer = new ReferenceModel(WithLoops(tiny.Spec, exit - 1), weights());
        int[] tokens = tiny.Tokens(24);
        var run = fewer.Run(tokens, routerThreshold: 0);
        var leaving = Item(tiny, 0, tokens, HeadRows.All, end: exit, keep: true, tail: true);

        var rows = Run(tiny, leaving, Item(tiny, 3, tokens, HeadRows.All), Item(tiny, 1, tokens, HeadRows.None, end: exit))[0];

        AssertClose(fewer, run, rows);
        Assert.All(tiny.Steps.HeadLayers[0], layers => Assert.Equal(tiny.Spec.Layout.LayersAtExit(exit), layers));

        // Kept before the tail: the same rows' tail once more, and then full depth from the same states.
        var again = Run(tiny, Item(tiny, 0, tokens, HeadRows.All, first: exit, end: exit, tail: true))[0];
        TokenAssert.Same(rows, again, Tolerance);
        Assert.Equal(24 * tiny.Spec.Layout.TailLayersAfter(exit), tiny.Steps.LayerRows);
        var full = Run(tiny, Item(tiny, 0, tokens, HeadRows.All, first: exit))[0];
        AssertClose(tiny.Reference, tiny.Reference.Run(tokens, routerThreshold: 0), full);
    }

    // Layers that add nothing between the exit and the last one: there, full depth and state copying give the last layer the same state.
    [Fact]
    public void Execute_OnlyWritesCache_LaterRowsSeeTheCopiedStates()
    {
        using var tiny = Open("llama-ten-layers", out _, weights => weights with { Layers = [.. weights.Layers.Select((layer, i) => i is > 2 and < 9 ? Silent(layer) : layer)] });
        int[] tokens = tiny.Tokens(20);
        int passes = tiny.Spec.Layout.PassCount;
        Assert.Equal(10, tiny.Spec.Layout.LayerDepth);
        int exit = Enumerable.Range(1, passes).First(pass => tiny.Spec.Layout.LayersAfter(pass) > 2);
        var expected = Run(tiny, Item(tiny, 0, tokens, HeadRows.All))[0][^1];

        Run(tiny, Item(tiny, 1, tokens[..19], HeadRows.Last, end: exit, keep: true));
        var copy = Item(tiny, 1, tokens[..19], HeadRows.None, first: exit);
        (copy.OnlyWritesCache, copy.KeepHidden) = (true, true);
        Run(tiny, Item(tiny, 2, tokens[..5], HeadRows.Last), copy, Item(tiny, 4, tokens[..7], HeadRows.Last));
        Assert.Equal(12 * 10, tiny.Steps.LayerRows);
        var next = Run(tiny, Item(tiny, 1, tokens[19..], HeadRows.Last, position: 19))[0][0];
        TokenAssert.Same([expected], [next], Tolerance);

        // Kept again under the last pass: the head alone gives the early exit's logits.
        var early = Run(tiny, Item(tiny, 5, tokens[..19], HeadRows.All, end: exit))[0];
        TokenAssert.Same(early, Run(tiny, Item(tiny, 1, tokens[..19], HeadRows.All, first: passes))[0], Tolerance);
        Assert.Equal(0, tiny.Steps.LayerRows);
    }

    [Fact]
    public void Execute_WithoutStateCopying_LaterRowsDiffer()
    {
        using var tiny = Open("llama-ten-layers", out _);
        int[] tokens = tiny.Tokens(20);
        var expected = Run(tiny, Item(tiny, 0, tokens, HeadRows.All))[0][^1];
        Run(tiny, Item(tiny, 1, tokens[..19], HeadRows.None, end: 1));

        var next = Run(tiny, Item(tiny, 1, tokens[19..], HeadRows.Last, position: 19))[0][0];

        Assert.True(Math.Abs(expected.LogSumExp - next.LogSumExp) > 100 * Tolerance);
    }

    [Theory]
    [InlineData("mor-expert")]
    [InlineData("mor-expert-interpolate")]
    [InlineData("mor-expert-mlp-auxiliary")]
    [InlineData("mor-expert-relaxed")]
    [InlineData("middle_cycle shared_first add_output kind: expert_choice, decision: auxiliary, offset: 0.25, scale: 0.5")]
    public void Execute_RoutedLoopsInOnePass_SameAsAlone(string name)
    {
        using var tiny = Open(name, out _);
        int[][] texts = [.. Enumerable.Range(0, 4).Select(slot => tiny.Tokens(12 + slot, slot))];
        var layout = tiny.Spec.Layout;
        int first = layout.Passes.First(pass => pass.StageIndex == tiny.Spec.Router!.Stage).Index;
        var alone = texts.Select(text => (Rows: Run(tiny, Item(tiny, 7, text, HeadRows.All, threshold: float.NaN))[0], Layers: tiny.Steps.HeadLayers[0])).ToArray();
        var deep = Run(tiny, Item(tiny, 7, texts[2], HeadRows.All, threshold: 0))[0];
        Run(tiny, Item(tiny, 1, texts[1], HeadRows.None, end: first + 1, keep: true), Item(tiny, 2, texts[2], HeadRows.None, end: first + 2, keep: true));

        // Items of three different loops meet in the pass over the stage's weights.
        WorkItem[] items =
        [
            Item(tiny, 0, texts[0], HeadRows.All, threshold: float.NaN), Item(tiny, 1, texts[1], HeadRows.All, first: first + 1, threshold: float.NaN),
            Item(tiny, 2, texts[2], HeadRows.All, first: first + 2, threshold: 0), Item(tiny, 3, texts[3], HeadRows.All, threshold: float.NaN),
        ];
        var rows = tiny.Steps.Run(StepPlans.Meeting(layout, items));

        foreach (int item in new[] { 0, 1, 3 })
        {
            int certain = tiny.Reference.Run(texts[item]).CertainCount(2e-5);
            TokenAssert.Same(alone[item].Rows.AsSpan(0, certain), rows[item].AsSpan(0, certain), Tolerance);
            int earlier = layout.LayersAfter(items[item].FirstPass);
            Assert.Equal(alone[item].Layers[..certain].Select(layers => layers - earlier), tiny.Steps.HeadLayers[item][..certain]);
            Assert.InRange(certain, 8, texts[item].Length);
        }

        TokenAssert.Same(deep, rows[2], Tolerance);
    }

    // The measured number is the one that decides: just below it a row goes on, just above it stops.
    [Theory]
    [InlineData("mor-expert")]
    [InlineData("mor-expert-mlp-auxiliary")]
    public void Execute_RouterScore_IsWhatTheThresholdIsComparedWith(string name)
    {
        using var tiny = Open(name, out _);
        var layout = tiny.Spec.Layout;
        int first = layout.Passes.First(pass => pass.StageIndex == tiny.Spec.Router!.Stage).Index, loopLayers = layout.Stages[tiny.Spec.Router!.Stage].LayerCount;
        int[] tokens = tiny.Tokens(9);
        foreach (int loop in new[] { 1, 2 })
        {
            var item = Item(tiny, 0, tokens, HeadRows.None, end: first + loop, keep: true);
            item.Measure = ExitMeasure.RouterScore;
            float score = Execute(tiny, item).ItemScores[0];
            Assert.InRange(score, 0, 1);
            foreach (var (threshold, taken) in new[] { (score - 1e-4f, 1), (score + 1e-4f, 0) })
            {
                var next = Item(tiny, 0, tokens[8..], HeadRows.None, first: first + loop, end: first + loop + 1, threshold: threshold, position: 8);
                Assert.Equal(taken * loopLayers, Execute(tiny, next).LayerRowsExecuted);
            }
        }

        var last = Item(tiny, 0, tokens, HeadRows.Last);
        last.Measure = ExitMeasure.RouterScore;
        Assert.Equal([float.NaN], Execute(tiny, last).ItemScores);
    }

    [Theory]
    [InlineData("relaxed-middle-cycle", 3, false)]
    [InlineData("relaxed-middle-cycle", 3, true)]
    [InlineData("mor-expert", 2, true)]
    [InlineData("mor-expert", 4, false)]
    public void Execute_StateMeasures_MatchReference(string name, int exit, bool tail)
    {
        using var tiny = Open(name, out var weights);
        int[] tokens = tiny.Tokens(15);
        double[] before = StateAfter(exit - 1), after = StateAfter(exit);
        double change = Math.Sqrt(before.Zip(after, (b, a) => (a - b) * (a - b)).Sum()) / Math.Sqrt(after.Sum(a => a * a));
        double cosine = before.Zip(after, (b, a) => a * b).Sum() / Math.Sqrt(after.Sum(a => a * a) * before.Sum(b => b * b));

        foreach (var (measure, expected) in new[] { (ExitMeasure.Cosine, cosine), (ExitMeasure.RelativeChange, 1 - change) })
        {
            var item = Item(tiny, 0, tokens, HeadRows.Last, end: exit, tail: tail);
            item.Measure = measure;
            var unmeasured = Item(tiny, 2, tokens, HeadRows.All);
            var scores = Execute(tiny, unmeasured, item).ItemScores;
            Assert.Equal(float.NaN, scores[0]);
            Assert.Equal(expected, scores[1], 1e-5);
        }

        double[] StateAfter(int pass)
        {
            int loops = tiny.Spec.Layout.Passes[..pass].Count(each => each.StageIndex == 1);
            return loops == 0 || pass >= tiny.Spec.Layout.TailPass
                ? tiny.Reference.Run(tokens, pass, routerThreshold: 0).Hidden[^1]
                : new ReferenceModel(WithLoops(tiny.Spec, loops), weights()).Run(tokens, 1 + loops, routerThreshold: 0).Hidden[^1];
        }
    }

    [Fact]
    public void Execute_ChangeWithoutAPass_IsNoNumber()
    {
        using var tiny = Open("relaxed-middle-cycle", out _);
        int[] tokens = tiny.Tokens(5);
        Run(tiny, Item(tiny, 0, tokens, HeadRows.None, end: 2, keep: true));
        var item = Item(tiny, 0, tokens, HeadRows.Last, first: 2, end: 2, tail: true);
        item.Measure = ExitMeasure.Cosine;

        Assert.Equal([float.NaN], Execute(tiny, item).ItemScores);
    }

    private static TinyExecutor Open(string name, out Func<DecoderWeights> weights, Func<DecoderWeights, DecoderWeights>? change = null)
    {
        DecoderWeights? loaded = null;
        weights = () => loaded!;
        return new TinyExecutor(TinyModels.Get(name), (spec, stored) =>
        {
            loaded = change is null ? stored : change(stored);
            return TorchModelExecutor.Load(spec, loaded, new TorchExecutorOptions { Device = "cpu", Threads = 1, KeptRowsMax = 32 });
        });
    }

    private static WorkItem Item(
        TinyExecutor tiny, int slot, int[] tokens, HeadRows head, int first = 0, int? end = null, bool keep = false, bool tail = false, float threshold = 0, int position = 0)
    {
        var item = tiny.Steps.Item(slot, position, tokens, head, first, end, keep, threshold: threshold);
        item.RunsTail = tail;
        return item;
    }

    private static Engine.Sampling.SampledToken[][] Run(TinyExecutor tiny, params WorkItem[] items) => tiny.Steps.Run(StepPlans.Of(tiny.Spec.Layout, items));

    private static StepResult Execute(TinyExecutor tiny, params WorkItem[] items)
    {
        var result = new StepResult();
        tiny.Executor.Execute(StepPlans.Of(tiny.Spec.Layout, items), result);
        Assert.Equal(result.LayerRowsExecuted, result.ItemLayerRows.Sum());
        return result;
    }

    private static ModelSpec WithLoops(ModelSpec spec, int loops)
        => spec with { Layout = new StageLayout(spec.Layout.Stages.Select(stage => stage.Loops > 1 ? stage with { Loops = loops } : stage)) };

    private static LayerWeights Silent(LayerWeights layer) => layer with { Output = Zeros(layer.Output), Down = Zeros(layer.Down) };

    private static WeightTensor Zeros(WeightTensor tensor) => WeightTensor.FromValues(tensor.Name, tensor.Shape, new float[tensor.ElementCount]);

    private static void AssertClose(ReferenceModel reference, ReferenceRun run, Engine.Sampling.SampledToken[] rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            TokenAssert.Close(reference.Logits(run.Hidden[row]), rows[row], Tolerance);
        }
    }
}
