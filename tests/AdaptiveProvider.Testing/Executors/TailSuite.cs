using AdaptiveProvider.Engine.Execution;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Exits that lead through the tail, and kept states that go through tail and head only.</summary>
public abstract class TailSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    public static TheoryData<string> Models =>
    [
        "recursive-middle-cycle-shared-first",
        "relaxed-middle-cycle",
        "relaxed-own-vectors",
        "mor-expert",
        "mor-expert-interpolate",
        "mor-expert-relaxed",
        "middle_cycle shared_first add_output kind: expert_choice, decision: auxiliary, offset: 0.25, scale: 0.5",
    ];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_ExitsThroughTheTail_MatchReferenceInOneBatch(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(20);
        int[] exits = [.. Enumerable.Range(1, tiny.Spec.Layout.TailPass - 1)];

        var rows = Run(tiny, [.. exits.Select(exit => Exit(tiny, exit, tokens, exit))]);

        foreach (int exit in exits)
        {
            var run = tiny.Reference.Run(tokens, exit, routerThreshold: 0, runsTail: true);
            AssertMatches(tiny.Reference, run, rows[exit - 1], tokens.Length);
            Assert.All(rows[exit - 1].Layers, layers => Assert.Equal(tiny.Spec.Layout.LayersAtExit(exit), layers));
        }
    }

    // A threshold of the router inside an item that leaves early: rows stop at the router or at the exit, whichever comes first.
    [SkippableFact]
    public void Execute_RoutedExit_RowsStopWhereTheRouterSays()
    {
        using var tiny = Open("mor-expert-interpolate");
        int[] tokens = tiny.Tokens(30);
        var run = tiny.Reference.Run(tokens, passCount: 3, routerThreshold: 0.5, runsTail: true);

        var rows = Run(tiny, Exit(tiny, 1, tokens, 3, threshold: 0.5f))[0];

        AssertMatches(tiny.Reference, run, rows, run.CertainCount(ScoreTolerance));
        Assert.Equal(2, rows.Layers.Distinct().Count());
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_TailFromKeptStates_SameAsAtOnce(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(20);
        var full = Prefill(tiny, 0, tokens, 0);
        foreach (int exit in new[] { 1, 2, 3 })
        {
            var expected = Run(tiny, Exit(tiny, 0, tokens, exit))[0];
            Run(tiny, tiny.Steps.Item(1, 0, tokens, HeadRows.None, endPass: exit, keep: true, threshold: 0));

            var rows = Run(tiny, Exit(tiny, 1, tokens, exit, firstPass: exit))[0];

            AssertSame(expected.Tokens, rows.Tokens);
            Assert.All(rows.Layers, layers => Assert.Equal(tiny.Spec.Layout.TailLayersAfter(exit), layers));

            // The states before the tail are kept still, and lead to full depth.
            var deep = Run(tiny, tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: exit, threshold: 0))[0];
            AssertSame(full.Tokens, deep.Tokens);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_KeepBesidesTheTail_KeepsTheStateBeforeIt(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(20);
        var full = Prefill(tiny, 0, tokens, 0);
        var exit = Run(tiny, Exit(tiny, 0, tokens, 2))[0];

        var drafted = Run(tiny, Exit(tiny, 1, tokens, 2, keep: true))[0];
        var verified = Run(tiny, tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: 2, threshold: 0))[0];

        AssertSame(exit.Tokens, drafted.Tokens);
        AssertSame(full.Tokens, verified.Tokens);
        Assert.NotEqual(exit.Tokens[^1].TopLogits!, full.Tokens[^1].TopLogits!);
    }

    [SkippableTheory]
    [InlineData("relaxed-middle-cycle", TestPrecision.F32)]
    [InlineData("recursive-middle-cycle-shared-first", TestPrecision.EightBit)]
    [InlineData("mor-expert", TestPrecision.EightBit)]
    public void Execute_TailsAmongOtherDepths_SameAsAlone(string name, TestPrecision precision)
    {
        using var tiny = Open(name, precision);
        int[] tokens = tiny.Tokens(12);
        WorkItem[] Items() =>
        [
            Exit(tiny, 1, tokens, 2),
            tiny.Steps.Item(2, 0, tokens, HeadRows.All, threshold: 0),
            tiny.Steps.Item(3, 0, tokens, HeadRows.None, endPass: 3, keep: true, threshold: 0),
            Exit(tiny, 4, tokens, 3, keep: true),
            tiny.Steps.Item(5, 0, tokens, HeadRows.All, endPass: 1),
            Exit(tiny, 6, tokens, 1),
        ];
        var alone = Items().Select(item => tiny.Steps.Run(item)[0]).ToArray();

        var together = tiny.Steps.Run(Items());

        foreach (var (expected, actual) in alone.Zip(together))
        {
            AssertSame(expected, actual, precision);
        }
    }

    [SkippableFact]
    public void Execute_HeadOfKeptStates_SameAsExit()
    {
        using var tiny = Open("qwen3-norms");
        int[] tokens = tiny.Tokens(20);
        foreach (int exit in new[] { 1, 3, 4 })
        {
            var expected = tiny.Steps.Prefill(0, tokens, exit);
            tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.None, endPass: exit, keep: true));

            var rows = tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens, HeadRows.All, firstPass: exit, endPass: exit))[0];

            AssertSame(expected, rows);
            Assert.Equal(0, tiny.Steps.LayerRows);
        }
    }

    [SkippableFact]
    public void Execute_TailThatThePlanLeavesOut_Throws()
    {
        using var tiny = Open("relaxed-middle-cycle");
        int[] tokens = tiny.Tokens(3);
        var plan = new StepPlan { Items = { Exit(tiny, 0, tokens, 1) }, Passes = { new StagePass(0) { Entries = { new(0, 0) } } } };

        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(plan));
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(Exit(tiny, 0, tokens, tiny.Spec.Layout.TailPass)));
    }

    private static WorkItem Exit(TinyExecutor tiny, int slot, int[] tokens, int exit, int firstPass = 0, bool keep = false, float threshold = 0)
    {
        var item = tiny.Steps.Item(slot, 0, tokens, HeadRows.All, firstPass, exit, keep, threshold: threshold);
        item.RunsTail = true;
        return item;
    }
}
