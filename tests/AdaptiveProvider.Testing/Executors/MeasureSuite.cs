using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Exit measures of logits, states and routers against the reference.</summary>
public abstract class MeasureSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    public static IEnumerable<object[]> ModelsAndMeasures =>
        from name in new[] { "llama-tied-gqa", "qwen3-norms", "relaxed-middle-cycle", "mor-expert-interpolate", "mor-expert-mlp-auxiliary" }
        from measure in new[] { ExitMeasure.Margin, ExitMeasure.MaxProbability, ExitMeasure.Entropy, ExitMeasure.Cosine, ExitMeasure.RelativeChange, ExitMeasure.RouterScore }
        where measure != ExitMeasure.RouterScore || name.StartsWith("mor", StringComparison.Ordinal)
        select new object[] { name, measure };

    [SkippableTheory]
    [MemberData(nameof(ModelsAndMeasures))]
    public void Execute_MeasureAtEveryExit_MatchesReference(string name, ExitMeasure measure)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(12);
        int last = Math.Min(tiny.Spec.Layout.TailPass - 1, 3);

        Assert.Contains(measure, tiny.Executor.Info.Measures);
        tiny.Steps.Run([.. Enumerable.Range(1, last).Select(exit => Item(tiny, exit, tokens, exit, measure, keep: exit == 2))]);

        for (int exit = 1; exit <= last; exit++)
        {
            Assert.Equal(Expected(tiny, tokens, exit, measure), tiny.Steps.Scores[exit - 1], 1e-4);
        }

        // The tail changes no measure of the state before it.
        if (!measure.NeedsHead() && tiny.Spec.Layout.TailPass < tiny.Spec.Layout.PassCount)
        {
            var item = Item(tiny, 1, tokens, last, measure, keep: false);
            (item.RunsTail, item.Head) = (true, HeadRows.Last);
            tiny.Steps.Run(item);
            Assert.Equal(Expected(tiny, tokens, last, measure), tiny.Steps.Scores[0], 1e-4);
        }
    }

    [SkippableFact]
    public void Execute_MeasuresInCompany_SameAsAloneAndNotANumberWhereNoneIsAsked()
    {
        using var tiny = Open("qwen3-norms");
        int[] tokens = tiny.Tokens(12);
        ExitMeasure[] measures = [ExitMeasure.Cosine, ExitMeasure.None, ExitMeasure.Margin, ExitMeasure.RelativeChange, ExitMeasure.Entropy, ExitMeasure.MaxProbability];
        WorkItem[] Items() => [.. measures.Select((measure, i) => Item(tiny, i, tokens.AsMemory(i), (i % 3) + 1, measure, keep: false))];
        float[] alone = [.. Items().Select(item => Score(tiny, item))];

        tiny.Steps.Run(Items());

        Assert.Equal(measures.Select(measure => measure == ExitMeasure.None), tiny.Steps.Scores.Select(float.IsNaN));
        for (int i = 0; i < measures.Length; i++)
        {
            Assert.Equal(alone[i], tiny.Steps.Scores[i], Kind.RowTolerance(TestPrecision.F32));
        }
    }

    [SkippableFact]
    public void Execute_LogitMeasuresOfATail_AreOfItsLogits()
    {
        using var tiny = Open("relaxed-middle-cycle");
        int[] tokens = tiny.Tokens(12);
        foreach (var measure in new[] { ExitMeasure.Margin, ExitMeasure.MaxProbability, ExitMeasure.Entropy })
        {
            var item = Item(tiny, 1, tokens, 2, measure, keep: false);
            item.RunsTail = true;

            double expected = ReferenceMeasures.OfLogits(tiny.Reference.Logits(tiny.Reference.Run(tokens, 2, runsTail: true).Hidden[^1]), measure);

            Assert.Equal(expected, Score(tiny, item), 1e-4);
        }
    }

    // The engine compares the measured score with a threshold where the stage compares its own: both must say the same.
    [SkippableTheory]
    [InlineData("mor-expert", 1)]
    [InlineData("mor-expert-interpolate", 1)]
    [InlineData("mor-expert-mlp-auxiliary", 0)]
    public void Execute_RouterScore_SaysWhetherTheRowTakesTheLoop(string name, int firstLoop)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(30);
        int taken = 0;
        foreach (int length in Enumerable.Range(1, 30))
        {
            float score = Score(tiny, Item(tiny, 1, tokens.AsMemory(0, length), firstLoop + 1, ExitMeasure.RouterScore, keep: true));
            Run(tiny, tiny.Steps.Item(1, length - 1, tokens.AsMemory(length - 1, 1), firstPass: firstLoop + 1, endPass: firstLoop + 2, threshold: 0.5f));

            if (Kind.RowTolerance(TestPrecision.F32) == 0 || Math.Abs(score - 0.5f) > ScoreTolerance)
            {
                Assert.Equal(score > 0.5f, tiny.Steps.LayerRows > 0);
                taken += score > 0.5f ? 1 : 0;
            }
        }

        Assert.InRange(taken, 1, 29);
    }

    [SkippableFact]
    public void Execute_MeasureThatTheModelHasNot_Throws()
    {
        using var tiny = Open("llama-tied-gqa");

        Assert.DoesNotContain(ExitMeasure.RouterScore, tiny.Executor.Info.Measures);
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(Item(tiny, 0, tiny.Tokens(3), 2, ExitMeasure.RouterScore, keep: false)));
    }

    private static float Score(TinyExecutor tiny, WorkItem item)
    {
        tiny.Steps.Run(item);
        return tiny.Steps.Scores[0];
    }

    private static WorkItem Item(TinyExecutor tiny, int slot, ReadOnlyMemory<int> tokens, int exit, ExitMeasure measure, bool keep)
    {
        var item = tiny.Steps.Item(slot, 0, tokens, measure.NeedsHead() ? HeadRows.Last : HeadRows.None, endPass: exit, keep: keep, threshold: 0);
        item.Measure = measure;
        return item;
    }

    private static double Expected(TinyExecutor tiny, int[] tokens, int exit, ExitMeasure measure)
    {
        double[] after = tiny.Reference.Hidden(tokens, exit, 0)[^1], before = tiny.Reference.Hidden(tokens, exit - 1, 0)[^1];
        var next = tiny.Spec.Layout.Passes[exit];
        return measure switch
        {
            ExitMeasure.RouterScore => next.StageIndex == tiny.Spec.Router!.Stage && next.Loop > 0 ? tiny.Reference.RouterScore(next.Loop, after) : double.NaN,
            ExitMeasure.Cosine or ExitMeasure.RelativeChange => ReferenceMeasures.OfStates(before, after, measure),
            _ => ReferenceMeasures.OfLogits(tiny.Reference.Logits(after), measure),
        };
    }
}
