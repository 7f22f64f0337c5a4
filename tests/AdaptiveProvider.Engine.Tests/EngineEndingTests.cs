using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>Cancelling, leaving and falling behind: the slot is free within one step, and nobody else notices.</summary>
public sealed class EngineEndingTests
{
    /// <summary>Steps taken before the cancellation: in line (behind two others), amid the prompt, decoding.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    public void Cancel_AnyPhase_FreesWithinOneStep(int stepsBefore)
    {
        using var cancellation = new CancellationTokenSource();
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, slotCount: 2, stepRowsMax: 4), new() { PrefillRowsPerStep = 2 });
        var other = Scripted.Request(Scripted.Prompt(2, 5), outputMax: 20);
        var otherReader = new ScriptedReader(harness.Submit(other));
        var reader = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 12), outputMax: 40), cancellation.Token));
        for (int i = 0; i < stepsBefore; i++)
        {
            harness.Step();
        }

        cancellation.Cancel();
        harness.Step();

        Assert.Equal(FinishCause.Cancelled, reader.Stream.Summary!.Cause);
        Assert.Equal(1, harness.Snapshot().Slots.Count(slot => slot.RequestId is not null));
        reader.Read();
        Assert.Equal(cancellation.Token, Assert.IsType<OperationCanceledException>(reader.Failure).CancellationToken);
        harness.StepUntilIdle();
        otherReader.Read();
        Assert.Equal(Scripted.Model.Expected(other), otherReader.Tokens.Ids());
    }

    [Fact]
    public void Cancel_WhileInLine_LeavesTheLine()
    {
        using var cancellation = new CancellationTokenSource();
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, slotCount: 1), new() { QueueCapacity = 1 });
        harness.Submit(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 20));
        harness.Step();
        var waiting = harness.Submit(Scripted.Request(Scripted.Prompt(2, 3)), cancellation.Token);
        harness.Step();

        cancellation.Cancel();
        harness.Step();

        Assert.Equal((FinishCause.Cancelled, 0), (waiting.Summary!.Cause, waiting.Summary.OutputTokens));
        Assert.Empty(harness.Snapshot().Waiting);
        harness.Submit(Scripted.Request(Scripted.Prompt(3, 3))); // Its place is free again.
    }

    [Fact]
    public async Task Dispose_BeforeTheEnd_StopsTheRequest()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var stream = harness.Submit(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 30));
        harness.Step();

        var disposal = stream.DisposeAsync();
        harness.Step();
        await disposal;

        Assert.Equal((FinishCause.ReaderStopped, 1), (stream.Summary!.Cause, stream.Summary.OutputTokens));
        Assert.All(harness.Snapshot().Slots, slot => Assert.Null(slot.RequestId));
    }

    [Fact]
    public async Task Break_AmidTheStream_StopsTheRequest()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var reader = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 30)));
        harness.Step();
        reader.Read();

        var stop = reader.StopAsync();
        harness.Step();
        await stop;

        Assert.Equal(FinishCause.ReaderStopped, reader.Stream.Summary!.Cause);
        Assert.All(harness.Snapshot().Slots, slot => Assert.Null(slot.RequestId));
    }

    [Fact]
    public void Drop_StreamNobodyReads_StopsTheRequest()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model), new() { StreamCapacity = 2 });
        SubmitAndDrop(harness);
        harness.StepUntilIdle();
        Assert.Single(harness.Snapshot().Running);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        harness.Step();

        Assert.Empty(harness.Snapshot().Running);

        // Not inlined, so that no reference stays on this method's stack.
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void SubmitAndDrop(EngineHarness harness) => harness.Submit(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 30));
    }

    [Fact]
    public void SlowReader_FullStream_ParksAndResumesWhileOthersGoOn()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model), new() { StreamCapacity = 3 });
        var slow = Scripted.Request(Scripted.Prompt(1, 3), outputMax: 12);
        var fast = Scripted.Request(Scripted.Prompt(2, 3), outputMax: 12);
        var slowReader = new ScriptedReader(harness.Submit(slow));
        var fastReader = new ScriptedReader(harness.Submit(fast));

        while (!fastReader.IsAtEnd)
        {
            harness.Step();
            fastReader.Read();
        }

        Assert.Equal(Scripted.Model.Expected(fast), fastReader.Tokens.Ids());
        var parked = Assert.Single(harness.Snapshot().Running);
        Assert.Equal((RequestStatus.Parked, 3), (parked.Status, parked.Emitted));
        Assert.False(harness.Step());

        while (!slowReader.IsAtEnd)
        {
            slowReader.Read(max: 2);
            harness.StepUntilIdle();
        }

        Assert.Equal(Scripted.Model.Expected(slow), slowReader.Tokens.Ids());
    }

    [Fact]
    public void Cancel_Parked_FreesWithinOneStep()
    {
        using var cancellation = new CancellationTokenSource();
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model), new() { StreamCapacity = 1 });
        var stream = harness.Submit(Scripted.Request(Scripted.Prompt(1, 3)), cancellation.Token);
        harness.StepUntilIdle();

        cancellation.Cancel();
        harness.Step();

        Assert.Equal(FinishCause.Cancelled, stream.Summary!.Cause);
    }

    [Fact]
    public async Task Read_Twice_IsRefused()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var stream = harness.Submit(Scripted.Request(Scripted.Prompt(1, 3)));
        harness.StepUntilIdle();
        await EngineHarness.ReadAsync(stream);

        Assert.Throws<InvalidOperationException>(() => stream.GetAsyncEnumerator());
    }

    [Fact]
    public async Task Read_TokenOfTheReaderCancelled_EndsTheRequest()
    {
        using var cancellation = new CancellationTokenSource();
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var stream = harness.Submit(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 30));
        var tokens = stream.GetAsyncEnumerator(cancellation.Token);
        harness.Step();
        Assert.True(await tokens.MoveNextAsync());

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tokens.MoveNextAsync());
        var disposal = tokens.DisposeAsync();
        harness.Step();
        await disposal;

        Assert.Equal(FinishCause.Cancelled, stream.Summary!.Cause);
    }
}
