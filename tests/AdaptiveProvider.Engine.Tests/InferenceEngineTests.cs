using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>The engine with its thread.</summary>
public sealed class InferenceEngineTests
{
    [Fact]
    public async Task SubmitAsync_OneRequest_StreamsTheReferenceReply()
    {
        await using var engine = new InferenceEngine(new ScriptedExecutor(Scripted.Model));
        var request = Scripted.Request(Scripted.Prompt(1, 3), outputMax: 10);

        await using var stream = await engine.SubmitAsync(request);
        var tokens = await EngineHarness.ReadAsync(stream);

        Assert.Equal(Scripted.Model.Generate(request, 10), tokens);
        Assert.Equal(FinishCause.MaxOutputTokens, stream.Summary!.Cause);
    }

    [Fact]
    public async Task Executor_EveryCall_ComesFromTheEngineThread()
    {
        var threads = new HashSet<int>();
        var executor = new ScriptedExecutor(Scripted.Model);
        executor.BeforeStep = _ => threads.Add(Environment.CurrentManagedThreadId);
        var engine = new InferenceEngine(executor);
        for (int i = 0; i < 5; i++)
        {
            await using var stream = await engine.SubmitAsync(Scripted.Request(Scripted.Prompt(i, 3)));
            await EngineHarness.ReadAsync(stream);
        }

        await engine.DisposeAsync();

        Assert.True(executor.IsDisposed);
        Assert.Equal([executor.ThreadId], threads);
    }

    [Fact]
    public async Task ReaderCode_AfterAnAwait_DoesNotRunOnTheEngineThread()
    {
        int engineThread = 0;
        var executor = new ScriptedExecutor(Scripted.Model) { BeforeStep = _ => engineThread = Environment.CurrentManagedThreadId };
        await using var engine = new InferenceEngine(executor);
        await using var stream = await engine.SubmitAsync(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 40));

        await foreach (var _ in stream)
        {
            Assert.NotEqual(engineThread, Environment.CurrentManagedThreadId);
        }

        Assert.NotEqual(engineThread, Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task DisposeAsync_WithoutDrain_EndsStreamsAndWaiters()
    {
        using var gate = new ManualResetEventSlim();
        var executor = new ScriptedExecutor(Scripted.Model, slotCount: 1) { BeforeStep = _ => gate.Wait() };
        var engine = new InferenceEngine(executor, new() { QueueCapacity = 1, WaitWhenFull = true });
        var running = await engine.SubmitAsync(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 40));
        var waiting = await engine.SubmitAsync(Scripted.Request(Scripted.Prompt(2, 3)));
        var placeless = Enumerable.Range(0, 2).Select(i => engine.SubmitAsync(Scripted.Request(Scripted.Prompt(i, 4))).AsTask()).ToList();

        var disposal = engine.DisposeAsync();
        gate.Set();
        await disposal;

        await Assert.ThrowsAsync<ObjectDisposedException>(() => EngineHarness.ReadAsync(running));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => EngineHarness.ReadAsync(waiting));
        Assert.Equal(FinishCause.Failed, running.Summary!.Cause);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.SubmitAsync(Scripted.Request([1])));
        foreach (var submission in placeless)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await EngineHarness.ReadAsync(await submission));
        }
    }

    [Fact]
    public async Task DisposeAsync_WithDrain_LetsRequestsFinish()
    {
        var engine = new InferenceEngine(new ScriptedExecutor(Scripted.Model, slotCount: 1), new() { DrainTimeout = TimeSpan.FromHours(1) });
        var requests = Enumerable.Range(0, 3).Select(i => Scripted.Request(Scripted.Prompt(i, 4), outputMax: 20)).ToList();
        var streams = new List<TokenStream>();
        foreach (var request in requests)
        {
            streams.Add(await engine.SubmitAsync(request));
        }

        await engine.DisposeAsync();

        for (int i = 0; i < streams.Count; i++)
        {
            Assert.Equal(Scripted.Model.Expected(requests[i]), (await EngineHarness.ReadAsync(streams[i])).Ids());
        }
    }

    [Fact]
    public void Shutdown_DrainTimeoutPasses_EndsTheRest()
    {
        using var harness = new EngineHarness(
            new ScriptedExecutor(Scripted.Model), new() { DrainTimeout = TimeSpan.FromSeconds(1), StreamCapacity = 2 });
        var stream = harness.Submit(Scripted.Request(Scripted.Prompt(1, 3)));
        harness.StepUntilIdle();

        harness.Shutdown();
        harness.StepUntilIdle();
        Assert.Null(stream.Summary);
        harness.Clock.Advance(TimeSpan.FromSeconds(1));
        harness.Step();

        Assert.Equal(FinishCause.Failed, stream.Summary!.Cause);
        Assert.IsType<ObjectDisposedException>(harness.StopCause);
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsTheSame()
    {
        var engine = new InferenceEngine(new ScriptedExecutor(Scripted.Model));

        await Task.WhenAll(engine.DisposeAsync().AsTask(), engine.DisposeAsync().AsTask());
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Fault_ThenDispose_ReleasesTheExecutor()
    {
        var executor = new ScriptedExecutor(Scripted.Model) { BeforeStep = _ => throw new InvalidOperationException("broken") };
        var engine = new InferenceEngine(executor);
        var stream = await engine.SubmitAsync(Scripted.Request([1]));

        await Assert.ThrowsAsync<EngineFaultedException>(() => EngineHarness.ReadAsync(stream));
        Assert.Equal(EngineHealth.Faulted, engine.Health);
        await engine.DisposeAsync();

        Assert.True(executor.IsDisposed);
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    public void Constructor_OptionOutOfRange_Throws(int queue, int rows, int stream, int prefix)
    {
        using var executor = new ScriptedExecutor(Scripted.Model);
        var options = new EngineOptions { QueueCapacity = queue, PrefillRowsPerStep = rows, StreamCapacity = stream, PrefixReuseMin = prefix };

        Assert.Throws<ArgumentOutOfRangeException>(() => new InferenceEngine(executor, options));
    }
}
