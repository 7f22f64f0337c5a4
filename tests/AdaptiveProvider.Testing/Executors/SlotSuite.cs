using AdaptiveProvider.Engine.Execution;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>What a slot's cache promises: rollback by overwriting, copies of prefixes, no trace of earlier tenants.</summary>
public abstract class SlotSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(50)]
    public void Execute_AfterRollback_SameBitsAsNeverDrafted(int kept)
    {
        using var tiny = Open("mistral-window");
        int[] tokens = tiny.Tokens(80), junk = tiny.Tokens(100, seed: 99);
        var expected = tiny.Steps.Prefill(0, tokens);
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens.AsMemory(0, kept), HeadRows.None));

        tiny.Steps.Run(tiny.Steps.Item(1, kept, junk.AsMemory(0, 100 - kept), HeadRows.None));
        tiny.Steps.Run(tiny.Steps.Item(1, kept + 2, junk.AsMemory(0, 5), HeadRows.None, endPass: 2));
        var rows = tiny.Steps.Run(tiny.Steps.Item(1, kept, tokens.AsMemory(kept), HeadRows.All))[0];

        AssertSame(expected.AsSpan(kept), rows);
    }

    [SkippableTheory]
    [InlineData(1, TestPrecision.F32)]
    [InlineData(32, TestPrecision.EightBit)]
    [InlineData(45, TestPrecision.F32)]
    public void CopyPrefix_ThenContinue_SameBitsAsComputed(int length, TestPrecision precision)
    {
        using var tiny = Open("qwen2-bias", precision);
        int[] tokens = tiny.Tokens(60);
        var expected = tiny.Steps.Prefill(0, tokens);
        tiny.Steps.Prefill(5, tiny.Tokens(90, seed: 3));

        tiny.Executor.CopyPrefix(0, 5, length);
        tiny.Steps.Prefill(0, tiny.Tokens(90, seed: 4));
        var rows = tiny.Steps.Run(tiny.Steps.Item(5, length, tokens.AsMemory(length), HeadRows.All))[0];

        AssertSame(expected.AsSpan(length), rows, precision);
    }

    [SkippableFact]
    public void CopyPrefix_OutOfRange_Throws()
    {
        using var tiny = Open("qwen2-bias");

        Assert.Throws<ArgumentOutOfRangeException>(() => tiny.Executor.CopyPrefix(0, 16, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tiny.Executor.CopyPrefix(-1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tiny.Executor.CopyPrefix(0, 1, 129));
    }

    [SkippableFact]
    public void Execute_LastPositionOfASlot_MatchesReference()
    {
        using var tiny = Open("llama-tied-gqa", new TestExecutorOptions { SlotCount = 2, SlotLength = 101 });
        int[] tokens = tiny.Tokens(101);

        var last = tiny.Steps.Prefill(1, tokens)[^1];

        TokenAssert.Close(tiny.Reference.NextLogits(tokens), last, 1e-4);
        Assert.Equal(101, tiny.Executor.Info.SlotLength);
    }
}
