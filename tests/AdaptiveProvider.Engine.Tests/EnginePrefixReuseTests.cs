using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

public sealed class EnginePrefixReuseTests
{
    private static readonly int[] Start = Scripted.Prompt(1, 12);

    [Fact]
    public void Submit_ConversationContinues_ComputesOnlyWhatIsNew()
    {
        var executor = new ScriptedExecutor(Scripted.Model);
        using var harness = new EngineHarness(executor);
        int[] reply = Run(harness, Scripted.Request(Start)).Reply;
        long rows = harness.Snapshot().Rows;

        var follow = Scripted.Request([.. Start, .. reply, 5, 6]);
        var (_, summary) = Run(harness, follow);

        // The last reply token was never run, so it is computed with the new ones: 3 rows, and one for each further reply token.
        Assert.Equal(Start.Length + reply.Length - 1, summary.CachedTokens);
        Assert.Equal(3 + 7, harness.Snapshot().Rows - rows);
        Assert.Equal(0, executor.Copies);
    }

    [Fact]
    public void Submit_SamePromptAgain_RunsOneToken()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, slotCount: 1));
        Run(harness, Scripted.Request(Start));

        var (_, summary) = Run(harness, Scripted.Request(Start));

        Assert.Equal(Start.Length - 1, summary.CachedTokens);
    }

    [Fact]
    public void Submit_PrefixOfARunningRequest_IsCopied()
    {
        var executor = new ScriptedExecutor(Scripted.Model);
        using var harness = new EngineHarness(executor);
        var first = new ScriptedReader(harness.Submit(Scripted.Request([.. Start, 3], outputMax: 20)));
        harness.Step();

        var (_, summary) = Run(harness, Scripted.Request([.. Start, 4]));
        first.Read();

        Assert.Equal((1, Start.Length), (executor.Copies, summary.CachedTokens));
        Assert.Equal(Scripted.Model.Expected(Scripted.Request([.. Start, 3], outputMax: 20)), first.Tokens.Ids());
    }

    [Fact]
    public void Submit_ReuseSwitchedOff_ComputesEverything()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        Run(harness, Scripted.Request(Start));

        Assert.Equal(0, Run(harness, Scripted.Request(Start) with { ReusePrefix = false }).Summary.CachedTokens);
    }

    [Fact]
    public void Submit_CacheOfAShallowExit_DoesNotServeADeepRequest()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        Run(harness, Scripted.Request(Start, exitPass: 1));

        Assert.Equal(0, Run(harness, Scripted.Request(Start)).Summary.CachedTokens);
        Assert.Equal(Start.Length - 1, Run(harness, Scripted.Request(Start, exitPass: 3)).Summary.CachedTokens);
    }

    [Fact]
    public void Submit_CopyRunsOutOfMemory_ComputesThePrompt()
    {
        var executor = new ScriptedExecutor(Scripted.Model) { BeforeCopy = (_, _, _) => throw new ExecutorMemoryException("full") };
        using var harness = new EngineHarness(executor);
        Run(harness, Scripted.Request([.. Start, 3]));

        var (_, summary) = Run(harness, Scripted.Request([.. Start, 4]));

        Assert.Equal((0, EngineHealth.Healthy), (summary.CachedTokens, harness.Health));
    }

    /// <summary>Runs a request to its end and compares its reply with the reference.</summary>
    private static (int[] Reply, GenerationSummary Summary) Run(EngineHarness harness, GenerationRequest request)
    {
        var reader = new ScriptedReader(harness.Submit(request));
        harness.StepUntilIdle();
        reader.Read();
        Assert.Null(reader.Failure);
        Assert.Equal(Scripted.Model.Expected(request), reader.Tokens.Ids());
        return (reader.Tokens.Ids(), reader.Stream.Summary!);
    }
}
