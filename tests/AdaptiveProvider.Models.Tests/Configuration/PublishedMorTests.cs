using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>Mixture-of-Recursions folders in the published naming.</summary>
public sealed class PublishedMorTests
{
    private static readonly int[] Prompt = [1, 5, 40, 7, 33, 90, 12, 61, 28, 3, 17, 54];

    [Theory]
    [InlineData("mor-expert")]
    [InlineData("mor-expert-mlp-auxiliary")]
    [InlineData("mor-token")]
    [InlineData("middle_cycle shared_first add_output kind: expert_choice, decision: router, scale: 0.5")]
    [InlineData("cycle recursion_wise add_output kind: token_choice, activation: sigmoid, scale: 0.5")]
    public void Open_PublishedNaming_SameModelAsOwnFormat(string name)
    {
        using var own = TinyModels.Write(name);
        using var published = TinyPublishedModels.Write(TinyModels.Get(name));
        using var ownFolder = ModelFolder.Open(own.Path);
        using var publishedFolder = ModelFolder.Open(published.Path);

        var expected = new ReferenceModel(ownFolder.Spec, ownFolder.Weights).Run(Prompt);
        var actual = new ReferenceModel(publishedFolder.Spec, publishedFolder.Weights).Run(Prompt);

        Assert.Equal(expected.Hidden, actual.Hidden);
        Assert.Equal(expected.Layers, actual.Layers);
        Assert.Equal(ownFolder.Weights.ParameterCount, publishedFolder.Weights.ParameterCount);
        Assert.Equal<Engine.Depth.Stage>(ownFolder.Spec.Layout.Stages, publishedFolder.Spec.Layout.Stages);
    }

    [Fact]
    public void Open_BalancingBias_IsReadWhenBalancingIsLossFree()
    {
        var model = TinyModels.Get("mor-token-mlp-bias");
        using var files = TinyPublishedModels.Write(model);
        using (var folder = ModelFolder.Open(files.Path))
        {
            Assert.NotNull(folder.Weights.Router!.Bias);
        }

        Edit(files, settings => settings["mor"]!["token"]!["balancing"] = "loss");
        using var without = ModelFolder.Open(files.Path);
        Assert.Null(without.Weights.Router!.Bias);
    }

    [Fact]
    public void Open_AttentionOfItsOwnPerLoop_IsReadAndTheRestIsShared()
    {
        using var files = TinyPublishedModels.Write(TinyModels.Get("mor-expert"), ownAttention: true);
        using var tied = TinyPublishedModels.Write(TinyModels.Get("mor-expert"));
        using var folder = ModelFolder.Open(files.Path);
        using var tiedFolder = ModelFolder.Open(tied.Path);

        var (shared, own) = (folder.Weights.LayerAt(1, 0), folder.Weights.LayerAt(1, 2));

        Assert.Equal(4, folder.Weights.LoopLayers.Count);
        Assert.Equal("model.layers.3.block.0.self_attn.q_proj.weight", own.Query.Name);
        Assert.NotSame(shared.Output, own.Output);
        Assert.Same(shared.Gate, own.Gate);
        Assert.Same(shared.AttentionNorm, own.AttentionNorm);
        Assert.NotEqual(
            new ReferenceModel(tiedFolder.Spec, tiedFolder.Weights).NextLogits(Prompt),
            new ReferenceModel(folder.Spec, folder.Weights).NextLogits(Prompt));
    }

    [Fact]
    public void Open_FeedForwardCopiesDiffer_NamesBoth()
    {
        var model = TinyModels.Get("mor-expert");
        using var files = TinyPublishedModels.Write(model);
        using (var checkpoint = Checkpoint.Open(files.Path))
        {
            var tensors = checkpoint.Names.Select(checkpoint.Get).Select(tensor => tensor.Name == "model.layers.2.block.1.mlp.up_proj.weight"
                ? WeightTensor.FromValues(tensor.Name, tensor.Shape, new float[tensor.ElementCount])
                : tensor);
            SafetensorsWriter.Write(files["other"], tensors);
        }

        File.Move(files["other"], files["model.safetensors"], overwrite: true);
        var failure = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Equal("model.layers.2.block.1.mlp.up_proj.weight", failure.Field);
        Assert.Contains("model.layers.1.block.1.mlp.up_proj.weight", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SettingsMissing_NamesTheFile()
    {
        using var files = TinyPublishedModels.Write(TinyModels.Get("mor-expert"));
        File.Delete(files["mor.json"]);

        Assert.Contains("mor.json", Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mor.enable", "false", "mor.enable", "'false' is not supported")]
    [InlineData("mor.rand_router", "true", "mor.rand_router", "not supported")]
    [InlineData("mor.type", "\"layer\"", "mor.type", "expert, token")]
    [InlineData("mor.router_type", "\"cosine\"", "mor.router_type", "linear, mlp")]
    [InlineData("mor.temp", "0", "mor.temp", "expected a number")]
    [InlineData("mor.expert", "null", "mor.expert", "missing")]
    [InlineData("mor.expert.router_func", "\"tanh\"", "mor.expert.router_func", "'tanh' is not supported. Supported: sigmoid")]
    [InlineData("mor.expert.alpha", "null", "mor.expert.alpha", "missing")]
    [InlineData("mor.expert.gating", "\"none\"", "mor.expert.gating", "weighted")]
    [InlineData("mor.expert.sampling", "\"top_p\"", "mor.expert.sampling", "aux_loss, aux_router")]
    [InlineData("mor.expert.include_first", "false", "mor.expert.include_first", "not supported")]
    [InlineData("recursive.enable", "false", "recursive.enable", "not supported")]
    [InlineData("recursive.sharing", "\"sequence\"", "recursive.sharing", "middle_cycle, cycle")]
    [InlineData("recursive.num_recursion", "1000", "recursive.num_recursion", "from 1 to 64")]
    [InlineData("recursive.num_recursion", "4", "num_hidden_layers", "no multiple of 4 loops")]
    [InlineData("kv_sharing", """{"enable": true, "update_cache": true}""", "kv_sharing.update_cache", "not supported")]
    [InlineData("relaxation.enable", "true", "relaxation.enable", "not supported")]
    public void Open_SettingsNotSupported_NamesFieldAndRemedy(string path, string value, string field, string problem)
    {
        using var files = TinyPublishedModels.Write(TinyModels.Get("mor-expert"));
        Edit(files, settings =>
        {
            string[] names = path.Split('.');
            var parent = names[..^1].Aggregate((JsonNode)settings, (node, name) => node[name]!);
            parent[names[^1]] = JsonNode.Parse(value);
        });

        var failure = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Equal(field, failure.Field);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private static void Edit(TemporaryFolder files, Action<JsonObject> change)
    {
        var settings = JsonNode.Parse(File.ReadAllText(files["mor.json"]))!.AsObject();
        change(settings);
        File.WriteAllText(files["mor.json"], settings.ToJsonString());
    }
}
