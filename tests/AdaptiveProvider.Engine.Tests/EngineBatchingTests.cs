using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>A request's reply is the reference's, whoever runs beside it and however its prompt is cut.</summary>
public sealed class EngineBatchingTests
{
    [Fact]
    public void Step_ManyRequests_EachGetsTheReplyItGetsAlone()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, slotCount: 8));
        var requests = Enumerable.Range(0, 8).Select(i => Scripted.Request(Scripted.Prompt(i, 3 + i), outputMax: 4 + i)).ToList();
        var readers = requests.Select(request => new ScriptedReader(harness.Submit(request))).ToList();

        harness.StepUntilIdle();
        readers.ForEach(reader => reader.Read());

        Assert.Equal(requests.Select(request => Scripted.Model.Expected(request)), readers.Select(reader => reader.Tokens.Ids()));
        Assert.All(readers, reader => Assert.Equal(FinishCause.MaxOutputTokens, reader.Stream.Summary!.Cause));
    }

    [Fact]
    public void Step_StaggeredArrivals_EachGetsTheReplyItGetsAlone()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, slotCount: 3), new() { PrefillRowsPerStep = 2 });
        var requests = Enumerable.Range(0, 9).Select(i => Scripted.Request(Scripted.Prompt(i, 3 + i))).ToList();
        var readers = new List<ScriptedReader>();

        foreach (var request in requests)
        {
            readers.Add(new ScriptedReader(harness.Submit(request)));
            harness.Step();
        }

        harness.StepUntilIdle();
        readers.ForEach(reader => reader.Read());

        Assert.Equal(requests.Select(request => Scripted.Model.Expected(request)), readers.Select(reader => reader.Tokens.Ids()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Step_StaticExit_TakesItsDepthAmongOthers(int exitPass)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var request = Scripted.Request(Scripted.Prompt(1, 9), exitPass: exitPass);
        var deep = Scripted.Request(Scripted.Prompt(2, 5));
        var reader = new ScriptedReader(harness.Submit(request));
        var deepReader = new ScriptedReader(harness.Submit(deep));

        harness.StepUntilIdle();
        reader.Read();
        deepReader.Read();

        Assert.Equal(Scripted.Model.Generate(request, 8), reader.Tokens);
        Assert.Equal(Scripted.Model.Generate(deep, 8), deepReader.Tokens);
        Assert.All(reader.Tokens, token => Assert.Equal(2 * exitPass, token.LayersExecuted));
        Assert.Equal((8L * 2 * exitPass, 8L * 8), (reader.Stream.Summary!.LayersExecuted, reader.Stream.Summary.LayersTotal));
    }

    [Fact]
    public void Step_Loops_ExitAfterAnyOfThem()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Recursive));
        var requests = new int?[] { 2, 3, null }.Select(exit => Scripted.Request(Scripted.Prompt(1, 5), exitPass: exit)).ToList();
        var readers = requests.Select(request => new ScriptedReader(harness.Submit(request))).ToList();

        harness.StepUntilIdle();
        readers.ForEach(reader => reader.Read());

        Assert.Equal(requests.Select(request => Scripted.Recursive.Expected(request)), readers.Select(reader => reader.Tokens.Ids()));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 32)]
    [InlineData(32, 5)]
    public void Step_AnyChunkSize_GivesTheSameReplies(int stepRowsMax, int prefillRows)
    {
        var executor = new ScriptedExecutor(Scripted.Model, stepRowsMax: stepRowsMax);
        using var harness = new EngineHarness(executor, new() { PrefillRowsPerStep = prefillRows });
        var requests = Enumerable.Range(0, 4).Select(i => Scripted.Request(Scripted.Prompt(i, 20 + i))).ToList();
        var readers = requests.Select(request => new ScriptedReader(harness.Submit(request))).ToList();

        harness.StepUntilIdle();
        readers.ForEach(reader => reader.Read());

        Assert.Equal(requests.Select(request => Scripted.Model.Expected(request)), readers.Select(reader => reader.Tokens.Ids()));
    }

    [Fact]
    public void Step_SeededSampling_DoesNotDependOnBatchMates()
    {
        var settings = new SamplingSettings { Temperature = 1.5f, TopP = 0.95f, FrequencyPenalty = 0.5f, RepetitionPenalty = 1.2f };
        var request = Scripted.Request(Scripted.Prompt(1, 6), outputMax: 20) with { Sampling = settings, Seed = 42, TopLogitCount = 0 };
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        for (int i = 0; i < 3; i++)
        {
            harness.Submit(request with { PromptTokens = Scripted.Prompt(10 + i, 4 + i), Seed = i });
            harness.Step();
        }

        var reader = new ScriptedReader(harness.Submit(request));
        harness.StepUntilIdle();
        reader.Read();

        Assert.Equal(Scripted.Model.Expected(request), reader.Tokens.Ids());
    }

    [Fact]
    public void Step_NoSeed_TakesARandomOne()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var request = Scripted.Request(Scripted.Prompt(1, 6), outputMax: 40) with { Sampling = new() { Temperature = 100 } };
        var readers = Enumerable.Range(0, 2).Select(_ => new ScriptedReader(harness.Submit(request))).ToList();

        harness.StepUntilIdle();
        readers.ForEach(reader => reader.Read());

        // Two nearly uniform replies of 40 tokens out of 97 agree by chance once in 10^79.
        Assert.NotEqual(readers[0].Tokens.Ids(), readers[1].Tokens.Ids());
    }

    [Fact]
    public void Step_StopToken_EndsWithoutDeliveringIt()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        var request = Scripted.Request(Scripted.Prompt(1, 6));
        int[] full = Scripted.Model.Expected(request);
        var reader = new ScriptedReader(harness.Submit(request with { StopTokens = [full[3]] }));

        harness.StepUntilIdle();
        reader.Read();

        int delivered = Array.IndexOf(full, full[3]);
        Assert.Equal(full[..delivered], reader.Tokens.Ids());
        Assert.Equal((FinishCause.StopToken, delivered + 1), (reader.Stream.Summary!.Cause, reader.Stream.Summary.OutputTokens));
    }

    [Fact]
    public void Step_NoOutputLimit_RunsToTheEndOfTheSlot()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, slotLength: 20));
        var request = Scripted.Request(Scripted.Prompt(1, 6), outputMax: null);
        var reader = new ScriptedReader(harness.Submit(request));

        harness.StepUntilIdle();
        reader.Read();

        Assert.Equal(Scripted.Model.Expected(request, 14), reader.Tokens.Ids());
        Assert.Equal(FinishCause.ContextFull, reader.Stream.Summary!.Cause);
    }

    [Fact]
    public void Step_DecoderBesideALongPrompt_GetsATokenEveryStep()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model), new() { PrefillRowsPerStep = 4 });
        var decoder = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 2), outputMax: 12)));
        harness.Step();
        harness.Submit(Scripted.Request(Scripted.Prompt(2, 40)));

        for (int step = 0; step < 10; step++)
        {
            decoder.Read();
            int before = decoder.Tokens.Count;
            harness.Step();
            Assert.Equal(1, decoder.Read());
            Assert.Equal(before + 1, decoder.Tokens.Count);
        }
    }

    [Fact]
    public void Step_Summary_CountsTimesAndTokens()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, slotCount: 1, stepRowsMax: 4));
        var first = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(1, 4), outputMax: 3)));
        var second = new ScriptedReader(harness.Submit(Scripted.Request(Scripted.Prompt(2, 8), outputMax: 3)));

        harness.StepUntilIdle();
        first.Read();
        second.Read();

        // The clock gains a millisecond before each step: three for the first request, then two prompt steps and two more tokens.
        var summary = second.Stream.Summary!;
        Assert.Equal((8, 0, 3), (summary.PromptTokens, summary.CachedTokens, summary.OutputTokens));
        Assert.Equal((4.0, 1.0, 2.0), (summary.QueueTime.TotalMilliseconds, summary.PrefillTime.TotalMilliseconds, summary.DecodeTime.TotalMilliseconds));
    }
}
