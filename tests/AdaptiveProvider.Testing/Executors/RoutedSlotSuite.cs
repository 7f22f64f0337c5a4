using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Execution;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>What a slot's cache promises where its planes hold only some rows: rollback, copies of prefixes, no trace of earlier tenants, refused plans.</summary>
public abstract class RoutedSlotSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    public static TheoryData<string> Models =>
    [
        "mor-expert-interpolate",
        "mor-token",
        "middle_cycle shared_first add_output kind: expert_choice, decision: router, scale: 0.5",
    ];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_AfterRollback_SameAsNeverDrafted(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(80), junk = tiny.Tokens(100, seed: 99);
        var expected = Prefill(tiny, 0, tokens);
        foreach (int kept in new[] { 1, 31, 50 })
        {
            Run(tiny, tiny.Steps.Item(1, 0, tokens.AsMemory(0, kept), HeadRows.None));
            Run(tiny, tiny.Steps.Item(1, kept, junk.AsMemory(0, 100 - kept), HeadRows.None));
            Run(tiny, tiny.Steps.Item(1, kept + 2, junk.AsMemory(0, 5), HeadRows.None));
            var rows = Run(tiny, tiny.Steps.Item(1, kept, tokens.AsMemory(kept), HeadRows.All))[0];

            AssertSameRows(tiny, tokens, float.NaN, expected, rows, kept);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void CopyPrefix_ThenContinue_SameAsComputed(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(60);
        var expected = Prefill(tiny, 0, tokens);
        foreach (int length in new[] { 1, 32, 45 })
        {
            Prefill(tiny, 0, tokens);
            Prefill(tiny, 5, tiny.Tokens(90, seed: 3));

            tiny.Executor.CopyPrefix(0, 5, length);
            Prefill(tiny, 0, tiny.Tokens(90, seed: 4));
            var rows = Run(tiny, tiny.Steps.Item(5, length, tokens.AsMemory(length), HeadRows.All))[0];

            AssertSameRows(tiny, tokens, float.NaN, expected, rows, length);
        }
    }

    // Rows that leave before a loop free the places that the slot's last tenant had in it.
    [SkippableTheory]
    [InlineData("mor-expert", 1)]
    [InlineData("mor-expert", 2)]
    [InlineData("mor-expert-relaxed", 2)]
    public void Execute_RowsThatLeaveEarlyOverDeeperOnes_SameAsInAFreshSlot(string name, int exit)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(30);
        Run(tiny, tiny.Steps.Item(0, 0, tiny.Tokens(30, seed: 9), HeadRows.None, threshold: 0));

        var used = LeaveEarlyThenGoDeep(0);
        var fresh = LeaveEarlyThenGoDeep(1);

        AssertSame(fresh.Tokens, used.Tokens);

        RoutedRows LeaveEarlyThenGoDeep(int slot)
        {
            var early = tiny.Steps.Item(slot, 0, tokens.AsMemory(0, 20), HeadRows.None, endPass: exit, keep: true, threshold: 0);
            early.RunsTail = true;
            Run(tiny, early);
            if (exit == 1)
            {
                // Every row has keys and values in the first loop.
                var copy = tiny.Steps.Item(slot, 0, tokens.AsMemory(0, 20), HeadRows.None, firstPass: 1, endPass: 2, threshold: 0);
                copy.OnlyWritesCache = true;
                Run(tiny, copy);
            }

            return Run(tiny, tiny.Steps.Item(slot, 20, tokens.AsMemory(20), HeadRows.All, threshold: 0))[0];
        }
    }

    [SkippableFact]
    public void Execute_LastPositionOfASlot_MatchesReference()
    {
        using var tiny = Open("mor-expert", new TestExecutorOptions { SlotCount = 2, SlotLength = 101 });
        int[] tokens = tiny.Tokens(101);
        var run = tiny.Reference.Run(tokens, routerThreshold: 0);

        AssertMatches(tiny.Reference, run, Prefill(tiny, 1, tokens, 0), 101);
    }

    [SkippableFact]
    public void Execute_PlanThatARouterDoesNotSupport_Throws()
    {
        using var chosen = Open("mor-token");
        using var tiny = Open("mor-expert");
        int[] tokens = tiny.Tokens(4);

        Assert.Throws<ArgumentException>(() => chosen.Steps.Run(chosen.Steps.Item(0, 0, tokens, endPass: 2)));
        Assert.Throws<ArgumentException>(() => chosen.Steps.Run(chosen.Steps.Item(0, 0, tokens, HeadRows.None, keep: true)));
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens, HeadRows.None, endPass: 3, keep: true)));
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens, HeadRows.None, endPass: 3, keep: true, threshold: 0.5f)));
        Assert.Throws<AdaptiveProviderException>(() => tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens, firstPass: 2, threshold: 0)));
        tiny.Steps.Run(tiny.Steps.Item(0, 0, tokens, endPass: 4));
    }
}
