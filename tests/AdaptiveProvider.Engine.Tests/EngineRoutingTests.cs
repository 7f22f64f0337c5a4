using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

/// <summary>Depth that the executor's router decides row by row: thresholds reach it, depths come back, caches of other thresholds are not reused.</summary>
public sealed class EngineRoutingTests
{
    private static readonly int[] Start = Scripted.Prompt(1, 12);

    [Fact]
    public void Step_ThresholdsMixed_EachGetsTheTokensAndDepthsItGetsAlone()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Routed, slotCount: 6), new() { PrefillRowsPerStep = 5 });
        var requests = new float?[] { null, 0, 0.3f, 0.7f, 1, 2 }.Select((threshold, i) => Request(Scripted.Prompt(i, 4 + i), threshold)).ToList();
        var readers = requests.Select(request => new ScriptedReader(harness.Submit(request))).ToList();

        harness.StepUntilIdle();
        readers.ForEach(reader => reader.Read());

        Assert.Equal(requests.Select(request => Scripted.Routed.Generate(request, 8)), readers.Select(reader => reader.Tokens));
        Assert.All(readers[1].Tokens, token => Assert.Equal(8, token.LayersExecuted));
        Assert.All(readers[4].Tokens.Concat(readers[5].Tokens), token => Assert.Equal(4, token.LayersExecuted));
        Assert.True(readers[0].Tokens.Select(token => token.LayersExecuted).Distinct().Count() > 1);
    }

    [Fact]
    public void Summary_RoutedReply_SumsTheDepthsOfItsTokens()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Routed));
        var reader = new ScriptedReader(harness.Submit(Request(Start, null)));

        harness.StepUntilIdle();
        reader.Read();

        var (summary, snapshot) = (reader.Stream.Summary!, harness.Snapshot());
        Assert.Equal(reader.Tokens.Sum(token => (long)token.LayersExecuted), summary.LayersExecuted);
        Assert.Equal(8 * 8, summary.LayersTotal);
        Assert.Equal(summary.LayersExecuted, snapshot.TokenLayerRows);
        Assert.InRange(snapshot.PrefillLayerRows, 11 * 4 + 1, 11 * 8 - 1);
    }

    [Theory]
    [InlineData(0.5f, null, false)]
    [InlineData(null, 0.25f, false)]
    [InlineData(0.25f, 0.75f, false)]
    [InlineData(0.25f, 0.25f, true)]
    [InlineData(null, null, true)]
    public void Submit_CacheOfAnotherThreshold_IsNotReused(float? first, float? second, bool reuses)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Routed));
        Run(harness, Request(Start, first));

        Assert.Equal(reuses ? Start.Length - 1 : 0, Run(harness, Request(Start, second)).CachedTokens);
    }

    [Fact]
    public void Submit_CopiedPrefix_KeepsItsThreshold()
    {
        var executor = new ScriptedExecutor(Scripted.Routed);
        using var harness = new EngineHarness(executor);
        Run(harness, Request([.. Start, 3], 0.25f));
        Run(harness, Request([.. Start, 4], 0.25f));

        Assert.Equal(1, executor.Copies);
        Assert.Equal(0, Run(harness, Request([.. Start, 4], 0.5f)).CachedTokens);
        Assert.Equal(Start.Length, Run(harness, Request([.. Start, 4], 0.25f)).CachedTokens);
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Submit_ThresholdOutOfRange_Throws(float threshold)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Routed));

        Assert.Throws<ArgumentOutOfRangeException>(() => harness.Submit(Request(Start, threshold)));
    }

    [Fact]
    public void Submit_ThresholdWithoutARouterThatHasOne_SaysWhy()
    {
        var depthRouter = new ScriptedModel(new StageLayout([new(0, 1, Loops: 2, KvPolicy.RecursionWise, ExitKind.DepthRouter)]), Scripted.VocabularySize);
        using var plain = new EngineHarness(new ScriptedExecutor(Scripted.Model));
        using var tokenChoice = new EngineHarness(new ScriptedExecutor(depthRouter));

        Assert.Contains("has no router", Assert.Throws<ArgumentException>(() => plain.Submit(Request(Start, 0.5f))).Message, StringComparison.Ordinal);
        Assert.Contains("no threshold", Assert.Throws<ArgumentException>(() => tokenChoice.Submit(Request(Start, 0.5f))).Message, StringComparison.Ordinal);
    }

    private static GenerationRequest Request(int[] prompt, float? threshold) => Scripted.Request(prompt) with { RouterThreshold = threshold };

    /// <summary>Runs a request to its end and compares its reply with the reference.</summary>
    private static GenerationSummary Run(EngineHarness harness, GenerationRequest request)
    {
        var reader = new ScriptedReader(harness.Submit(request));
        harness.StepUntilIdle();
        reader.Read();
        Assert.Equal(Scripted.Routed.Generate(request, 8), reader.Tokens);
        return reader.Stream.Summary!;
    }
}
