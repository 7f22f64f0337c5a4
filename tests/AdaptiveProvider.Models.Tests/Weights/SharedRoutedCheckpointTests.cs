using System.Text.Json;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Weights;

/// <summary>A token-choice Mixture-of-Recursions in the published naming against numbers that the published modules gave.</summary>
public sealed class SharedRoutedCheckpointTests
{
    private const string Name = "mor-token-tiny";

    [SkippableFact]
    public void Open_PublishedTokenChoice_MatchesDepthsAndLogits()
    {
        using var folder = OpenShared();
        using var golden = JsonDocument.Parse(File.ReadAllBytes(SharedMaterial.Find($"checkpoints/{Name}/golden_f64.json")!));
        var results = golden.RootElement.GetProperty("results").GetProperty("recursion_wise");
        int[] prompt = Ints(golden.RootElement, "prompt_ids");
        var model = new ReferenceModel(folder.Spec, folder.Weights);

        var run = model.Run(prompt);
        var reply = ReferenceGenerator.Generate(model, prompt, 24);

        // Two layers of their own, and two shared ones per loop.
        Assert.Equal(Ints(results, "prompt_depths"), run.Layers.Select(layers => (layers - 2) / 2));
        AssertClose(Doubles(results, "logits_last"), model.Logits(run.Hidden[^1]));
        AssertClose(Doubles(results, "logits_position_7"), model.Logits(run.Hidden[7]));
        Assert.Equal(Ints(results, "greedy_ids"), reply.Tokens);
        Assert.Equal(Ints(results, "greedy_depths"), reply.Layers.Select(layers => (layers - 2) / 2));
        Assert.Equal(results.GetProperty("min_router_top1_top2_gap").GetDouble(), reply.Margins.Min(), 1e-6);
    }

    [SkippableFact]
    public void Open_PublishedTokenChoice_TiesTheLoopsCopies()
    {
        using var folder = OpenShared();

        Assert.Equal(4, folder.Weights.Layers.Length);
        Assert.Empty(folder.Weights.LoopLayers);
        Assert.Equal([1, 3, 1], folder.Spec.Layout.Stages.Select(stage => stage.Loops));
        Assert.Equal((KvPolicy.RecursionWise, ExitKind.DepthRouter), (folder.Spec.Layout.Stages[1].KvPolicy, folder.Spec.Layout.Stages[1].Exit));
    }

    private static ModelFolder OpenShared()
    {
        string? path = SharedMaterial.Find($"checkpoints/{Name}");
        Skip.If(path is null, $"The shared checkpoint {Name} is absent.");
        return ModelFolder.Open(path!);
    }

    private static void AssertClose(double[] expected, double[] actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

    private static int[] Ints(JsonElement parent, string field) => [.. parent.GetProperty(field).EnumerateArray().Select(item => item.GetInt32())];

    private static double[] Doubles(JsonElement parent, string field) => [.. parent.GetProperty(field).EnumerateArray().Select(item => item.GetDouble())];
}
