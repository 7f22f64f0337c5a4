using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Tests.Execution;

/// <summary>What a slot's cache promises: rollback by overwriting, copies of prefixes, no trace of earlier tenants.</summary>
public class SlotTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(50)]
    public void Execute_AfterRollback_SameBitsAsNeverDrafted(int kept)
    {
        using var tiny = new TinyExecutor("mistral-window");
        int[] tokens = tiny.Tokens(80), junk = tiny.Tokens(100, seed: 99);
        var expected = tiny.Steps.Prefill(0, tokens);
        tiny.Steps.Run(tiny.Steps.Item(1, 0, tokens.AsMemory(0, kept), HeadRows.None));

        tiny.Steps.Run(tiny.Steps.Item(1, kept, junk.AsMemory(0, 100 - kept), HeadRows.None));
        tiny.Steps.Run(tiny.Steps.Item(1, kept + 2, junk.AsMemory(0, 5), HeadRows.None, endPass: 2));
        var rows = tiny.Steps.Run(tiny.Steps.Item(1, kept, tokens.AsMemory(kept), HeadRows.All))[0];

        TokenAssert.SameBits(expected.AsSpan(kept), rows);
    }

    [Theory]
    [InlineData(1, Precision.F32)]
    [InlineData(32, Precision.Int8)]
    [InlineData(45, Precision.F32)]
    public void CopyPrefix_ThenContinue_SameBitsAsComputed(int length, Precision precision)
    {
        using var tiny = new TinyExecutor("qwen2-bias", new CpuExecutorOptions { Weights = precision });
        int[] tokens = tiny.Tokens(60);
        var expected = tiny.Steps.Prefill(0, tokens);
        tiny.Steps.Prefill(5, tiny.Tokens(90, seed: 3));

        tiny.Executor.CopyPrefix(0, 5, length);
        tiny.Steps.Prefill(0, tiny.Tokens(90, seed: 4));
        var rows = tiny.Steps.Run(tiny.Steps.Item(5, length, tokens.AsMemory(length), HeadRows.All))[0];

        TokenAssert.SameBits(expected.AsSpan(length), rows);
    }

    [Fact]
    public void CopyPrefix_OutOfRange_Throws()
    {
        using var tiny = new TinyExecutor("qwen2-bias");

        Assert.Throws<ArgumentOutOfRangeException>(() => tiny.Executor.CopyPrefix(0, 16, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tiny.Executor.CopyPrefix(-1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tiny.Executor.CopyPrefix(0, 1, 129));
    }

    [Fact]
    public void Execute_LastPositionOfASlot_MatchesReference()
    {
        using var tiny = new TinyExecutor("llama-tied-gqa", new CpuExecutorOptions { Weights = Precision.F32, SlotCount = 2, SlotLength = 101 });
        int[] tokens = tiny.Tokens(101);

        var last = tiny.Steps.Prefill(1, tokens)[^1];

        TokenAssert.Close(tiny.Reference.NextLogits(tokens), last, 1e-4);
        Assert.Equal(101, tiny.Executor.Info.SlotLength);
    }
}
