using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Engine and executor together on models whose rows choose their depth.</summary>
public abstract class RoutedEngineSuite(IExecutorKind kind) : RecursionSuite(kind)
{
    private const double NearTie = 1e-3;

    [SkippableTheory]
    [InlineData("mor-expert")]
    [InlineData("mor-expert-interpolate")]
    [InlineData("mor-expert-mlp-auxiliary")]
    [InlineData("mor-token")]
    [InlineData("relaxed-middle-cycle")]
    public async Task Submit_RequestsOfDifferentThresholdsTogether_MatchReferenceGenerator(string name)
    {
        using var tiny = Open(name);
        using var harness = new EngineHarness(tiny.Executor, new EngineOptions { PrefillRowsPerStep = 8 });
        float?[] thresholds = tiny.Spec.Layout.HasRouterThreshold ? [null, 0, 0.7f, 1] : [null, null, null, null];
        int[][] prompts = [.. thresholds.Select((_, i) => tiny.Tokens(6 + (4 * i), i))];

        var streams = prompts.Select((prompt, i) => harness.Submit(Request(prompt, thresholds[i]))).ToArray();
        harness.StepUntilIdle();

        for (int i = 0; i < prompts.Length; i++)
        {
            var expected = ReferenceGenerator.Generate(tiny.Reference, prompts[i], 12, routerThreshold: thresholds[i]);
            int sure = expected.CertainCount(NearTie, ScoreTolerance);
            var actual = await EngineHarness.ReadAsync(streams[i]);
            Assert.Equal(expected.Tokens.Take(sure), actual.Take(sure).Select(token => token.Token));
            Assert.Equal(expected.Layers.Take(sure), actual.Take(sure).Select(token => token.LayersExecuted));
            Assert.InRange(sure, 4, 12);
            Assert.Equal(actual.Sum(token => (long)token.LayersExecuted), streams[i].Summary!.LayersExecuted);
        }

        var snapshot = harness.Snapshot();
        Assert.Equal(streams.Sum(stream => stream.Summary!.LayersExecuted), snapshot.TokenLayerRows);
        Assert.Equal(snapshot.ExecutedLayerRows, snapshot.PrefillLayerRows + snapshot.TokenLayerRows);
    }

    [SkippableFact]
    public async Task Submit_ConversationContinues_SameTokensAndDepthsAsWithoutReuse()
    {
        using var tiny = Open("mor-expert-interpolate");
        using var harness = new EngineHarness(tiny.Executor);
        int[] prompt = tiny.Tokens(20);
        var first = await RunAsync(harness, Request(prompt, 0.3f));
        int[] follow = [.. prompt, .. first.Tokens.Select(token => token.Token), 5, 6];

        var reused = await RunAsync(harness, Request(follow, 0.3f));
        var other = await RunAsync(harness, Request(follow, 0.6f));
        var fresh = await RunAsync(harness, Request(follow, 0.3f) with { ReusePrefix = false });
        var otherFresh = await RunAsync(harness, Request(follow, 0.6f) with { ReusePrefix = false });

        Assert.Equal((follow.Length - 3, 0, 0), (reused.Summary.CachedTokens, other.Summary.CachedTokens, fresh.Summary.CachedTokens));
        Assert.Equal(fresh.Tokens.Select(Essence), reused.Tokens.Select(Essence));
        Assert.Equal(otherFresh.Tokens.Select(Essence), other.Tokens.Select(Essence));
    }

    [SkippableFact]
    public async Task Submit_AbortedBeside_LeavesNoTraceInTheSlotOrTheBatch()
    {
        using var tiny = Open("mor-expert", new TestExecutorOptions { SlotCount = 2 });
        using var harness = new EngineHarness(tiny.Executor, new EngineOptions { PrefillRowsPerStep = 4 });
        int[] prompt = tiny.Tokens(15);
        var alone = await RunAsync(harness, Request(prompt, null) with { ReusePrefix = false });
        var kept = harness.Submit(Request(prompt, null) with { ReusePrefix = false });
        for (int i = 0; i < 4; i++)
        {
            using var cancellation = new CancellationTokenSource();
            _ = harness.Submit(Request(tiny.Tokens(30, i), 0.1f * i), cancellation.Token);
            harness.Step();
            harness.Step();
            await cancellation.CancelAsync();
            harness.Step();
        }

        harness.StepUntilIdle();
        var again = await RunAsync(harness, Request(prompt, null) with { ReusePrefix = false });

        Assert.Equal(alone.Tokens.Select(Essence), (await EngineHarness.ReadAsync(kept)).Select(Essence));
        Assert.Equal(alone.Tokens.Select(Essence), again.Tokens.Select(Essence));
    }

    private static (int Token, int Layers) Essence(TokenEvent token) => (token.Token, token.LayersExecuted);

    private static GenerationRequest Request(int[] prompt, float? threshold) => new() { PromptTokens = prompt, MaxOutputTokens = 12, RouterThreshold = threshold };

    private static async Task<(List<TokenEvent> Tokens, GenerationSummary Summary)> RunAsync(EngineHarness harness, GenerationRequest request)
    {
        var stream = harness.Submit(request);
        harness.StepUntilIdle();
        return (await EngineHarness.ReadAsync(stream), stream.Summary!);
    }
}
