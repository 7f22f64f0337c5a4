using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Testing.Engine;
using AdaptiveProvider.Testing.Models;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>The measure of trained classifiers against the reference.</summary>
public abstract class ClassifierSuite(IExecutorKind kind) : ExecutorSuite(kind)
{
    // A name, and the layer applications before the exits that have a classifier; each model has an exit without.
    public static TheoryData<string, int[]> Models => new()
    {
        { "llama-tied-gqa", [1, 3] },
        { "qwen3-norms", [2] },
        { "llama-untied-bf16-shards", [1, 2] },
        { "relaxed-middle-cycle", [3] },
        { "mor-expert-interpolate", [3] },
        { "ouro", [3, 9] },
        { "huginn", [3, 5] },
    };

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Execute_ClassifierAtEveryExit_MatchesReferenceAndIsNotANumberWithout(string name, int[] layers)
    {
        using var tiny = OpenWith(name, layers);
        int[] tokens = tiny.Tokens(12);
        int[] exits = [.. tiny.Spec.Layout.ExitPasses.SkipLast(1)];

        tiny.Steps.Run([.. exits.Select((exit, slot) => Item(tiny, slot, tokens, exit))]);

        Assert.Contains(ExitMeasure.Classifier, tiny.Executor.Info.Measures);
        Assert.Equal(layers, tiny.Executor.Info.ClassifierExits.Select(tiny.Spec.Layout.LayersAfter));
        for (int i = 0; i < exits.Length; i++)
        {
            AssertScore(tiny, tokens, exits[i], tiny.Steps.Scores[i]);
        }

        Assert.True(tiny.Steps.Scores.Count(float.IsNaN) < exits.Length);
    }

    [SkippableTheory]
    [InlineData("relaxed-middle-cycle", 3)]
    [InlineData("huginn", 3)]
    public void Execute_ExitThroughTheTail_IsJudgedByTheStateBeforeIt(string name, int layers)
    {
        using var tiny = OpenWith(name, layers);
        int[] tokens = tiny.Tokens(12);
        int exit = tiny.Executor.Info.ClassifierExits[0];
        var item = Item(tiny, 1, tokens, exit);
        (item.RunsTail, item.Head) = (true, HeadRows.Last);

        tiny.Steps.Run(item);

        AssertScore(tiny, tokens, exit, tiny.Steps.Scores[0]);
    }

    [SkippableFact]
    public void Execute_ModelWithoutClassifiers_Throws()
    {
        using var tiny = Open("llama-tied-gqa");

        Assert.DoesNotContain(ExitMeasure.Classifier, tiny.Executor.Info.Measures);
        Assert.Throws<ArgumentException>(() => tiny.Steps.Run(Item(tiny, 0, tiny.Tokens(3), 2)));
    }

    [SkippableFact]
    public async Task Submit_ConfidenceByClassifier_LeavesWhereAClassifierSays()
    {
        using var tiny = OpenWith("llama-tied-gqa", 1, 3);
        using var harness = new EngineHarness(tiny.Executor);
        var depth = new DepthSettings { Method = DepthMethod.Confidence, Measure = ExitMeasure.Classifier, Threshold = 0.5f };

        var stream = harness.Submit(new GenerationRequest { PromptTokens = tiny.Tokens(6), MaxOutputTokens = 30, Depth = depth });
        harness.StepUntilIdle();

        int[] layers = [.. (await EngineHarness.ReadAsync(stream)).Select(token => token.LayersExecuted)];
        Assert.All(layers, count => Assert.Contains(count, (int[])[1, 3, 4]));
        Assert.Contains(layers, count => count < 4);
    }

    private TinyExecutor OpenWith(string name, params int[] layers) => new(Kind, TinyModels.Get(name) with { ClassifierLayers = [.. layers] });

    private static WorkItem Item(TinyExecutor tiny, int slot, ReadOnlyMemory<int> tokens, int exit)
    {
        var item = tiny.Steps.Item(slot, 0, tokens, HeadRows.None, endPass: exit, threshold: 0);
        item.Measure = ExitMeasure.Classifier;
        return item;
    }

    private static void AssertScore(TinyExecutor tiny, int[] tokens, int exit, float score)
    {
        if (tiny.Spec.ClassifierExits.Contains(exit))
        {
            Assert.Equal(tiny.Reference.ClassifierProbability(exit, tiny.Reference.Hidden(tokens, exit, 0)[^1]), score, 1e-4);
        }
        else
        {
            Assert.Equal(float.NaN, score);
        }
    }
}
