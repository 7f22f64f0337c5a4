using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

public sealed class EngineFailureTests
{
    [Fact]
    public void Execute_OutOfMemory_RetriesWithHalfTheRowsAndRecovers()
    {
        var sizes = new List<int>();
        var executor = new ScriptedExecutor(Scripted.Model)
        {
            BeforeStep = plan =>
            {
                sizes.Add(plan.RowCount);
                if (sizes.Count < 4 && plan.RowCount > 6)
                {
                    throw new ExecutorMemoryException("full");
                }
            },
        };
        using var harness = new EngineHarness(executor);
        var request = Scripted.Request(Scripted.Prompt(1, 30), outputMax: 20);
        var reader = new ScriptedReader(harness.Submit(request));

        harness.Step();
        Assert.Equal(EngineHealth.Degraded, harness.Health);
        harness.StepUntilIdle();
        reader.Read();

        Assert.Equal([30, 15, 7, 3, 3], sizes.Take(5));
        Assert.Equal(Scripted.Model.Expected(request), reader.Tokens.Ids());
        Assert.Equal(3, harness.Snapshot().StepRetries);

        foreach (int start in Enumerable.Range(0, 20))
        {
            harness.Submit(Scripted.Request(Scripted.Prompt(start, 5), outputMax: 30));
            harness.StepUntilIdle();
        }

        Assert.Equal(EngineHealth.Healthy, harness.Health);
    }

    [Fact]
    public void Execute_OneRowTooMuch_FailsTheNewestRequestOnly()
    {
        bool isFull = false;
        var executor = new ScriptedExecutor(Scripted.Model)
        {
            BeforeStep = plan => _ = isFull ? throw new ExecutorMemoryException("full") : 0,
        };
        using var harness = new EngineHarness(executor);
        var older = Scripted.Request(Scripted.Prompt(1, 5), outputMax: 20);
        var olderReader = new ScriptedReader(harness.Submit(older));
        harness.Step();
        var newerReader = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(2, 5), outputMax: 20)));
        harness.Step();

        isFull = true;
        while (newerReader.Stream.Summary is null)
        {
            harness.Step();
        }

        isFull = false;
        harness.StepUntilIdle();
        olderReader.Read();
        newerReader.Read();

        Assert.IsType<ExecutorMemoryException>(newerReader.Failure);
        Assert.Equal(FinishCause.Failed, newerReader.Stream.Summary.Cause);
        Assert.Equal(Scripted.Model.Expected(older), olderReader.Tokens.Ids());
    }

    [Fact]
    public async Task Execute_Throws_FaultsTheEngineWithTheCause()
    {
        var cause = new InvalidOperationException("broken");
        var executor = new ScriptedExecutor(Scripted.Model, slotCount: 1);
        using var harness = new EngineHarness(executor);
        var running = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 3), outputMax: 20)));
        var waiting = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(2, 3))));
        harness.Step();

        executor.BeforeStep = _ => throw cause;
        harness.Step();
        running.Read();
        waiting.Read();

        Assert.Equal(EngineHealth.Faulted, harness.Health);
        Assert.Same(cause, Assert.IsType<EngineFaultedException>(running.Failure).InnerException);
        Assert.Same(cause, Assert.IsType<EngineFaultedException>(waiting.Failure).InnerException);
        Assert.Equal(Scripted.Model.Expected(Scripted.Request(Scripted.Prompt(1, 3)))[..1], running.Tokens.Ids());
        var refused = await Assert.ThrowsAsync<EngineFaultedException>(async () => await harness.SubmitAsync(Scripted.Request([1])));
        Assert.Same(cause, refused.InnerException);
    }

    [Fact]
    public void Execute_TokenOutsideTheVocabulary_FaultsTheEngine()
        => AssertBroken(executor => executor.AfterSample = _ => new SampledToken(Scripted.VocabularySize, 0, 0, null));

    [Fact]
    public void Execute_RowWithoutLogits_FailsThatRequestOnly()
    {
        int row = 0;
        var executor = new ScriptedExecutor(Scripted.Model) { AfterSample = sample => ++row == 5 ? SampledToken.None : sample };
        using var harness = new EngineHarness(executor);
        var readers = Enumerable.Range(0, 3).Select(i => new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(i, 4))))).ToList();

        harness.StepUntilIdle();
        readers.ForEach(reader => reader.Read());

        // Three rows a step: the fifth is the second request's second token.
        Assert.Equal(1, Assert.IsType<InvalidLogitsException>(readers[1].Failure).TokenIndex);
        Assert.Single(readers[1].Tokens);
        Assert.Equal([8, 8], new[] { readers[0], readers[2] }.Select(reader => reader.Tokens.Count));
        Assert.Equal(EngineHealth.Healthy, harness.Health);
    }

    [Theory]
    [InlineData(57, 8)]
    [InlineData(64, null)]
    [InlineData(1, int.MaxValue)]
    public void Submit_TooLong_IsRefusedWithCountsAndBlocksNobody(int promptLength, int? outputMax)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var fitting = Scripted.Request(Scripted.Prompt(1, 56));

        var refusal = Assert.Throws<RequestTooLongException>(() => harness.Submit(Scripted.Request(Scripted.Prompt(1, promptLength), outputMax)));
        var reader = new ScriptedReader(harness.Submit(fitting));
        harness.StepUntilIdle();
        reader.Read();

        Assert.Equal((promptLength, 64), (refusal.PromptTokens, refusal.ContextTokens));
        Assert.Equal(Scripted.Model.Expected(fitting), reader.Tokens.Ids());
    }

    [Theory]
    [MemberData(nameof(BadRequests))]
    public void Submit_OutOfRange_IsRefused(string name, GenerationRequest request)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Recursive));

        Assert.True(Assert.ThrowsAny<ArgumentException>(() => harness.Submit(request)).Message.Length > 0, name);
    }

    public static TheoryData<string, GenerationRequest> BadRequests() => new()
    {
        { "empty prompt", Scripted.Request([]) },
        { "token below", Scripted.Request([1, -1]) },
        { "token above", Scripted.Request([1, Scripted.VocabularySize]) },
        { "no output", Scripted.Request([1], outputMax: 0) },
        { "exit below", Scripted.Request([1], exitPass: 0) },
        { "exit above", Scripted.Request([1], exitPass: 6) },
        { "top logits", Scripted.Request([1]) with { TopLogitCount = int.MaxValue } },
        { "temperature", Scripted.Request([1]) with { Sampling = new() { Temperature = float.NaN } } },
    };

    [Fact]
    public async Task Submit_LineIsFull_ThrowsOrWaits()
    {
        using var throwing = new EngineHarness(new ScriptedExecutor(Scripted.Model), new() { QueueCapacity = 1 });
        throwing.Submit(Scripted.Request([1]));
        var overload = await Assert.ThrowsAsync<EngineOverloadedException>(async () => await throwing.SubmitAsync(Scripted.Request([2])));
        Assert.Equal(1, overload.QueueCapacity);

        using var waiting = new EngineHarness(new ScriptedExecutor(Scripted.Model), new() { QueueCapacity = 1, WaitWhenFull = true });
        waiting.Submit(Scripted.Request([1]));
        var submission = waiting.SubmitAsync(Scripted.Request([2])).AsTask();
        Assert.False(submission.IsCompleted);
        waiting.Step();
        var reader = new ScriptedReader(await submission);
        waiting.StepUntilIdle();
        reader.Read();
        Assert.Equal(Scripted.Model.Expected(Scripted.Request([2])), reader.Tokens.Ids());
    }

    [Fact]
    public async Task Submit_CancelledWhileTheLineIsFull_StopsWaiting()
    {
        using var cancellation = new CancellationTokenSource();
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model), new() { QueueCapacity = 1, WaitWhenFull = true });
        harness.Submit(Scripted.Request([1]));
        var submission = harness.SubmitAsync(Scripted.Request([2]), cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submission);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
    }

    private static void AssertBroken(Action<ScriptedExecutor> breakIt)
    {
        var executor = new ScriptedExecutor(Scripted.Model);
        breakIt(executor);
        using var harness = new EngineHarness(executor);
        var reader = new ScriptedReader(harness.Submit(Scripted.Request([1])));

        harness.StepUntilIdle();
        reader.Read();

        Assert.IsType<InvalidOperationException>(Assert.IsType<EngineFaultedException>(reader.Failure).InnerException);
    }
}
