using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Engine.Tests;

public sealed class EngineClassifierTests
{
    private const int Layers = 2; // of each stage

    [Theory]
    [InlineData(DepthMethod.Confidence, new[] { 1, 3 }, new[] { 1, 3, 4 })]
    [InlineData(DepthMethod.Confidence, new[] { 2 }, new[] { 2, 4 })]
    [InlineData(DepthMethod.Synchronized, new[] { 3 }, new[] { 3, 4 })]
    public async Task Submit_MeasureClassifier_LeavesOnlyAtExitsWithAClassifier(DepthMethod method, int[] classifiers, int[] expected)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, classifierExits: [.. classifiers]));

        var stream = harness.Submit(Request(new DepthSettings { Method = method, Measure = ExitMeasure.Classifier, Threshold = 0.5f }));
        harness.StepUntilIdle();

        var tokens = await EngineHarness.ReadAsync(stream);
        Assert.Equal(expected, tokens.Skip(1).Select(token => token.LayersExecuted / Layers).Distinct().Order());
    }

    [Theory]
    [InlineData(DepthMethod.Confidence)]
    [InlineData(DepthMethod.Synchronized)]
    [InlineData(DepthMethod.Lossless)]
    public void Submit_ExitWithoutAClassifier_IsRefused(DepthMethod method)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, classifierExits: [1, 3]));

        var refusal = Assert.Throws<DepthNotSupportedException>(() => harness.Submit(Request(new DepthSettings { Method = method, Measure = ExitMeasure.Classifier, Exits = [2] })));

        Assert.Contains("no trained classifier after 2 passes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("1, 3", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DepthMethod.Confidence)]
    [InlineData(DepthMethod.Lossless)]
    public void Submit_ModelWithoutClassifiers_IsRefused(DepthMethod method)
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model));

        var refusal = Assert.Throws<DepthNotSupportedException>(() => harness.Submit(Request(new DepthSettings { Method = method, Measure = ExitMeasure.Classifier })));

        Assert.Contains("cannot measure Classifier", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_Lossless_DraftsWhereAClassifierJudgesAndKeepsTheReply()
    {
        using var harness = new EngineHarness(new ScriptedExecutor(Scripted.Model, classifierExits: [3]));
        var request = Request(new DepthSettings { Method = DepthMethod.Lossless, Measure = ExitMeasure.Classifier });

        var stream = harness.Submit(request);
        harness.StepUntilIdle();

        Assert.Equal(Scripted.Model.Expected(request with { Depth = null }, 30), (await EngineHarness.ReadAsync(stream)).Ids());
    }

    private static GenerationRequest Request(DepthSettings depth) => Scripted.Request(Scripted.Prompt(3, 5), 30) with { Depth = depth };
}
