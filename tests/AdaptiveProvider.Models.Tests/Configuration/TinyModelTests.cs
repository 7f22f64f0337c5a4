using System.Collections.Immutable;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>The fixtures that other tests rest on: every family opens, and every feature that a fixture is there for changes its output.</summary>
public sealed class TinyModelTests
{
    private static readonly int[] Prompt = [1, 5, 40, 7, 33, 90, 12, 61, 28, 3];

    [Theory]
    [MemberData(nameof(TinyModels.Names), MemberType = typeof(TinyModels))]
    public void Open_EveryFamily_GeneratesVariedTextFarFromTies(string name)
    {
        using var files = TinyModels.Write(name);

        using var folder = ModelFolder.Open(files.Path);
        var reply = ReferenceGenerator.Generate(new ReferenceModel(folder.Spec, folder.Weights), Prompt, 24);

        Assert.Equal(24, reply.Tokens.Length);
        Assert.True(reply.Tokens.Distinct().Count() >= 3, string.Join(",", reply.Tokens));
        Assert.True(reply.CertainCount(1e-3) >= 12, string.Join(",", reply.Gaps));
    }

    [Theory]
    [InlineData("mistral-window")]
    [InlineData("qwen2-mixed-windows")]
    public void Window_Removed_ChangesTheLogits(string name)
        => AssertMatters(name, spec => spec with { Layers = Each(spec, layer => layer with { AttentionWindow = null }) });

    [Fact]
    public void MissingRotary_Added_ChangesTheLogits()
        => AssertMatters("smollm3-no-rotary", spec => spec with { Layers = Each(spec, layer => layer with { UsesRotary = true }) });

    [Fact]
    public void RotaryScaling_Removed_ChangesTheLogits()
        => AssertMatters("llama3-scaled-rotary", spec => spec with { RotaryFrequencies = [.. Enumerable.Range(0, 8).Select(pair => (float)Math.Pow(500_000, -pair / 8.0))] });

    [Theory]
    [InlineData("llama-biases")]
    [InlineData("qwen2-bias")]
    public void Biases_Removed_ChangeTheLogits(string name)
        => AssertMatters(name, layer => layer with { QueryBias = null, KeyBias = null });

    [Fact]
    public void OtherBiases_Removed_ChangeTheLogits()
    {
        AssertMatters("llama-biases", layer => layer with { ValueBias = null });
        AssertMatters("llama-biases", layer => layer with { OutputBias = null });
        AssertMatters("llama-biases", layer => layer with { GateBias = null });
        AssertMatters("llama-biases", layer => layer with { UpBias = null });
        AssertMatters("llama-biases", layer => layer with { DownBias = null });
    }

    [Fact]
    public void HeadNorms_Removed_ChangeTheLogits()
    {
        AssertMatters("qwen3-norms", layer => layer with { QueryNorm = null });
        AssertMatters("qwen3-norms", layer => layer with { KeyNorm = null });
    }

    [Fact]
    public void Depth_OnePassLess_ChangesTheLogits()
        => AssertMatters("llama-ten-layers", spec => spec with { Layout = new Engine.Depth.StageLayout(spec.Layout.Stages[..^1]) });

    private static ImmutableArray<LayerSpec> Each(ModelSpec spec, Func<LayerSpec, LayerSpec> change) => [.. spec.Layers.Select(change)];

    private static void AssertMatters(string name, Func<LayerWeights, LayerWeights> change)
        => AssertMatters(name, spec => spec, weights => weights with { Layers = [.. weights.Layers.Select(change)] });

    private static void AssertMatters(string name, Func<ModelSpec, ModelSpec> change) => AssertMatters(name, change, weights => weights);

    private static void AssertMatters(string name, Func<ModelSpec, ModelSpec> changeSpec, Func<DecoderWeights, DecoderWeights> changeWeights)
    {
        using var files = TinyModels.Write(name);
        using var folder = ModelFolder.Open(files.Path);

        double[] logits = new ReferenceModel(folder.Spec, folder.Weights).NextLogits(Prompt);
        double[] changed = new ReferenceModel(changeSpec(folder.Spec), changeWeights(folder.Weights)).NextLogits(Prompt);

        Assert.True(logits.Zip(changed, (left, right) => Math.Abs(left - right)).Max() > 0.05);
    }
}
