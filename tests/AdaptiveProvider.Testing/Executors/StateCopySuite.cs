using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>State copying: rows that left early give deeper layers the keys and values of the state that they left with.</summary>
public abstract class StateCopySuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    public static TheoryData<string> Models =>
    [
        "llama-tied-gqa",
        "llama-biases",
        "qwen3-norms",
        "mistral-window",
        "smollm3-no-rotary",
        "recursive-cycle",
        "recursive-middle-cycle-shared-first",
        "relaxed-middle-cycle",
        "relaxed-own-vectors",
        "mor-expert",
        "mor-expert-interpolate",
        "cycle shared_first add_output kind: expert_choice, decision: router, scale: 0.5",
    ];

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_DeepRowAfterCopiedStates_MatchesReference(string name)
    {
        using var tiny = Open(name);
        int[] tokens = tiny.Tokens(24);
        foreach (int exit in new[] { 1, 2 })
        {
            int[] depths = [.. tokens.Select((_, position) => position is >= 10 and < 20 ? exit : tiny.Spec.Layout.PassCount)];

            LeaveEarly(tiny, tokens, exit);
            tiny.Steps.Run(Copy(tiny, 10, tokens.AsMemory(10, 10), exit));
            Assert.Equal([0L], tiny.Steps.ItemLayers);
            var rows = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20), HeadRows.All, threshold: 0))[0];

            var run = tiny.Reference.RunExits(tokens, depths);
            for (int row = 0; row < rows.Length; row++)
            {
                TokenAssert.Close(tiny.Reference.Logits(run.Hidden[20 + row]), rows[row], SingleTolerance);
            }
        }
    }

    // The inverse: keys and values that were not written are missed.
    [SkippableFact]
    public void Execute_DeepRowWithoutCopiedStates_IsFarFromReference()
    {
        using var tiny = Open("llama-tied-gqa");
        int[] tokens = tiny.Tokens(21);
        int[] depths = [.. tokens.Select((_, position) => position is >= 10 and < 20 ? 2 : 4)];
        LeaveEarly(tiny, tokens, 2);

        var row = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20)))[0][0];

        Assert.True(TokenAssert.Difference(tiny.Reference.Logits(tiny.Reference.RunExits(tokens, depths).Hidden[20]), row) > 100 * SingleTolerance);
    }

    [SkippableTheory]
    [InlineData(KvPolicy.PerLoop)]
    [InlineData(KvPolicy.SharedFirst)]
    public void Execute_CopiedIntoLoops_MatchesReference(KvPolicy policy)
    {
        using var tiny = Open("llama-tied-gqa", change: spec => spec with { Layout = new StageLayout([new Stage(0, 1), new Stage(1, 2, 3, policy), new Stage(3, 1)]) });
        int[] tokens = tiny.Tokens(24);
        int[] depths = [.. tokens.Select((_, position) => position is >= 10 and < 20 ? 2 : 5)];
        LeaveEarly(tiny, tokens, 2);

        tiny.Steps.Run(Copy(tiny, 10, tokens.AsMemory(10, 10), 2));
        var row = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20)))[0][0];

        TokenAssert.Close(tiny.Reference.Logits(tiny.Reference.RunExits(tokens, depths).Hidden[^1]), row, SingleTolerance);
    }

    [SkippableTheory]
    [InlineData("qwen2-bias", TestPrecision.EightBit)]
    [InlineData("relaxed-middle-cycle", TestPrecision.F32)]
    public void Execute_CopiesAmongRunningRows_SameAsAlone(string name, TestPrecision precision)
    {
        using var tiny = Open(name, precision);
        int[] tokens = tiny.Tokens(24);
        LeaveEarly(tiny, tokens, 2);
        tiny.Steps.Run(Copy(tiny, 10, tokens.AsMemory(10, 10), 2));
        var expected = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20), HeadRows.All, threshold: 0))[0];
        var company = tiny.Steps.Prefill(0, tokens);

        LeaveEarly(tiny, tokens, 2);
        var together = tiny.Steps.Run(
            tiny.Steps.Item(2, 0, tokens, HeadRows.All), Copy(tiny, 10, tokens.AsMemory(10, 10), 2), tiny.Steps.Item(3, 0, tokens, HeadRows.All, endPass: 1), tiny.Steps.Item(4, 0, tokens, HeadRows.All));
        Assert.Equal([0L], tiny.Steps.ItemLayers[1..2]);
        var rows = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20), HeadRows.All, threshold: 0))[0];

        AssertSame(company, together[0], precision);
        AssertSame(company, together[3], precision);
        AssertSame(expected, rows, precision);
    }

    [SkippableFact]
    public void Execute_CopyInTwoStepsWithKeep_SameAsOneAndKeepsTheState()
    {
        using var tiny = Open("qwen3-norms");
        int[] tokens = tiny.Tokens(24);
        LeaveEarly(tiny, tokens, 1);
        tiny.Steps.Run(Copy(tiny, 10, tokens.AsMemory(10, 10), 1));
        var expected = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20), HeadRows.All, threshold: 0))[0];
        var exit = tiny.Steps.Run(tiny.Steps.Item(1, 10, tokens.AsMemory(10, 10), HeadRows.All, firstPass: 1, endPass: 1))[0];

        LeaveEarly(tiny, tokens, 1);
        tiny.Steps.Run(Copy(tiny, 10, tokens.AsMemory(10, 10), 1, endPass: 3, keep: true));
        var kept = tiny.Steps.Run(tiny.Steps.Item(1, 10, tokens.AsMemory(10, 10), HeadRows.All, firstPass: 3, endPass: 3))[0];
        tiny.Steps.Run(Copy(tiny, 10, tokens.AsMemory(10, 10), 3));
        var rows = tiny.Steps.Run(tiny.Steps.Item(1, 20, tokens.AsMemory(20), HeadRows.All, threshold: 0))[0];

        AssertSame(exit, kept);
        AssertSame(expected, rows);
    }

    // Ten rows at full depth, ten that leave after some passes and are kept.
    private static void LeaveEarly(TinyExecutor tiny, int[] tokens, int exit)
    {
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tiny.Tokens(24, seed: 5), HeadRows.None, threshold: 0));
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens.AsMemory(0, 10), HeadRows.None, threshold: 0));
        tiny.Steps.Run(tiny.Steps.Item(1, 10, tokens.AsMemory(10, 10), HeadRows.None, endPass: exit, keep: true, threshold: 0));
    }

    private static WorkItem Copy(TinyExecutor tiny, int position, ReadOnlyMemory<int> tokens, int firstPass, int? endPass = null, bool keep = false)
    {
        var item = tiny.Steps.Item(1, position, tokens, HeadRows.None, firstPass, endPass, keep, threshold: 0);
        item.OnlyWritesCache = true;
        return item;
    }
}
