using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>The recursive fixtures: each opens, varies in depth where a router chooses, and every feature that it is there for changes its output.</summary>
public sealed class TinyRecursiveModelTests
{
    private static readonly int[] Prompt = [1, 5, 40, 7, 33, 90, 12, 61, 28, 3, 17, 54];

    [Theory]
    [MemberData(nameof(TinyRecursiveModels.Names), MemberType = typeof(TinyRecursiveModels))]
    [MemberData(nameof(TinyRecursiveModels.CombinationNames), MemberType = typeof(TinyRecursiveModels))]
    public void Open_EveryRecipe_RunsAtItsDepths(string name)
    {
        var model = TinyRecursiveModels.Get(name);
        using var files = TinyModels.Write(model);
        using var folder = ModelFolder.Open(files.Path);

        var run = new ReferenceModel(folder.Spec, folder.Weights).Run(Prompt);

        Assert.Equal(model.Layers, folder.Spec.Layout.LayerDepth);
        Assert.Equal(model.Recursion!.UniqueLayers(model.Layers), folder.Weights.Layers.Length);
        Assert.Equal(folder.Spec.Router is not null, folder.Spec.Layout.HasRouter);
        Assert.All(run.Layers, layers => Assert.InRange(layers, folder.Spec.Layout.LeastLayersAfter(folder.Spec.Layout.PassCount), model.Layers));
        Assert.Equal(folder.Spec.Router is not null, run.Layers.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData("recursive-cycle", "0+2x2")]
    [InlineData("recursive-middle-cycle-shared-first", "0+1 1+2x3 3+1")]
    [InlineData("recursive-sequence", "0+1x2 1+1x2 2+1x2")]
    [InlineData("recursive-middle-sequence", "0+1 1+1x2 2+1x2 3+1")]
    [InlineData("recursive-none", "0+1 1+1 2+1 3+1")]
    [InlineData("mor-expert", "0+1 1+2x3 3+1")]
    public void ReadSpec_Sharing_MakesItsStages(string name, string stages)
    {
        using var files = TinyModels.Write(name);
        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal(stages, string.Join(" ", folder.Spec.Layout.Stages.Select(stage => $"{stage.FirstLayer}+{stage.LayerCount}{(stage.Loops > 1 ? $"x{stage.Loops}" : "")}")));
    }

    [Theory]
    [InlineData("recursive-middle-cycle-shared-first", KvPolicy.SharedFirst, ExitKind.Head)]
    [InlineData("relaxed-middle-cycle", KvPolicy.PerLoop, ExitKind.Head)]
    [InlineData("recursive-middle-sequence", KvPolicy.SharedFirst, ExitKind.Head)]
    [InlineData("mor-expert", KvPolicy.RecursionWise, ExitKind.Router)]
    [InlineData("mor-token", KvPolicy.RecursionWise, ExitKind.DepthRouter)]
    public void ReadSpec_SharedStage_HasItsPlanesAndExit(string name, KvPolicy policy, ExitKind exit)
    {
        using var files = TinyModels.Write(name);
        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal((policy, exit), (folder.Spec.Layout.Stages[1].KvPolicy, folder.Spec.Layout.Stages[1].Exit));
    }

    [Theory]
    [InlineData(0.0, 8)]
    [InlineData(1.0, 4)]
    public void Run_ThresholdAtItsEnds_EveryRowTakesAllLoopsOrOne(double threshold, int layers)
    {
        using var files = TinyModels.Write("mor-expert");
        using var folder = ModelFolder.Open(files.Path);

        Assert.All(new ReferenceModel(folder.Spec, folder.Weights).Run(Prompt, routerThreshold: threshold).Layers, taken => Assert.Equal(layers, taken));
    }

    [Fact]
    public void Scale_Changed_ChangesTheLogits()
    {
        AssertMatters("mor-expert", router => router with { Scale = 0.2f });
        AssertMatters("mor-token", router => router with { Scale = 0.5f });
    }

    [Fact]
    public void Router_AnyPartChanged_ChangesTheLogits()
    {
        AssertMatters("mor-expert-interpolate", router => router with { Offset = 0.2f });
        AssertMatters("mor-expert-interpolate", router => router with { Temperature = 1 });
        AssertMatters("mor-expert-interpolate", router => router with { Update = RouterUpdate.AddOutput });
        AssertMatters("mor-expert-interpolate", router => router with { Threshold = 0.95f });
        AssertMatters("mor-expert-mlp-auxiliary", router => router with { HasAuxiliary = false });
        AssertMatters("mor-token-mlp-bias", router => router with { Activation = RouterActivation.Softmax });
    }

    [Fact]
    public void Weights_AnyPartRemoved_ChangesTheLogits()
    {
        AssertMatters("mor-token-mlp-bias", weights => weights with { Router = weights.Router! with { Bias = null } });
        AssertMatters("relaxed-middle-cycle", weights => weights with { LoopLayers = [] });
        AssertMatters("recursive-own-vectors", weights => weights with { LoopLayers = [] });
        AssertMatters("relaxed-own-vectors", weights => weights with { LoopLayers = Change(weights, layer => layer with { QueryBias = weights.Layers[1].QueryBias }) });
        AssertMatters("relaxed-own-vectors", weights => weights with { LoopLayers = Change(weights, layer => layer with { FeedForwardNorm = weights.Layers[1].FeedForwardNorm }) });
        AssertMatters("relaxed-sequence-query-only", weights => weights with { LoopLayers = weights.LoopLayers.Remove(new LayerLoop(1, 2)) });
    }

    [Fact]
    public void KvPolicy_Changed_ChangesTheLogits()
    {
        foreach (string name in new[] { "mor-expert-interpolate", "recursive-middle-cycle-shared-first" })
        {
            AssertMatters(name, spec => spec with { Layout = new StageLayout(spec.Layout.Stages.Select(Swap)) }, weights => weights);
        }

        static Stage Swap(Stage stage) => stage.Loops == 1 ? stage : stage with { KvPolicy = stage.KvPolicy == KvPolicy.SharedFirst ? KvPolicy.RecursionWise : KvPolicy.SharedFirst };
    }

    [Fact]
    public void Merged_LowRankPairs_SameAsApplyingThem()
    {
        using var files = TinyModels.Write("relaxed-middle-cycle");
        using var folder = ModelFolder.Open(files.Path);
        var merged = folder.Weights with { LoopLayers = folder.Weights.LoopLayers.ToImmutableDictionary(layer => layer.Key, layer => layer.Value.Merged()) };

        double[] applied = new ReferenceModel(folder.Spec, folder.Weights).NextLogits(Prompt);
        double[] added = new ReferenceModel(folder.Spec, merged).NextLogits(Prompt);

        Assert.All(applied.Zip(added), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(4, merged.LoopLayers.Count);
    }

    private static ImmutableDictionary<LayerLoop, LayerWeights> Change(DecoderWeights weights, Func<LayerWeights, LayerWeights> change)
        => weights.LoopLayers.ToImmutableDictionary(layer => layer.Key, layer => change(layer.Value));

    private static void AssertMatters(string name, Func<RouterSpec, RouterSpec> change) => AssertMatters(name, spec => spec with { Router = change(spec.Router!) }, weights => weights);

    private static void AssertMatters(string name, Func<DecoderWeights, DecoderWeights> change) => AssertMatters(name, spec => spec, change);

    private static void AssertMatters(string name, Func<ModelSpec, ModelSpec> changeSpec, Func<DecoderWeights, DecoderWeights> changeWeights)
    {
        using var files = TinyModels.Write(name);
        using var folder = ModelFolder.Open(files.Path);

        double[][] logits = Logits(folder.Spec, folder.Weights);
        double[][] changed = Logits(changeSpec(folder.Spec), changeWeights(folder.Weights));

        Assert.True(logits.Zip(changed, (left, right) => left.Zip(right, (a, b) => Math.Abs(a - b)).Max()).Max() > 0.01, name);
    }

    private static double[][] Logits(ModelSpec spec, DecoderWeights weights)
    {
        var model = new ReferenceModel(spec, weights);
        return [.. model.Hidden(Prompt).Select(model.Logits)];
    }
}
