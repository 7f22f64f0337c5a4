using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>Hostile and mistaken folders of the project's own format.</summary>
public sealed class AdaptiveRecursiveFamilyTests
{
    [Theory]
    [InlineData("recursion", "null", "recursion", "missing")]
    [InlineData("recursion", "[]", "recursion", "expected an object")]
    [InlineData("recursion.sharing", "null", "recursion.sharing", "missing")]
    [InlineData("recursion.sharing", "\"circle\"", "recursion.sharing", "none, cycle, sequence, middle_cycle, middle_sequence")]
    [InlineData("recursion.sharing", "\"sequence\"", "recursion.router.kind", "cycle or middle_cycle")]
    [InlineData("recursion.loops", "null", "recursion.loops", "missing")]
    [InlineData("recursion.loops", "0", "recursion.loops", "from 1 to 64")]
    [InlineData("recursion.loops", "65", "recursion.loops", "from 1 to 64")]
    [InlineData("recursion.loops", "1e300", "recursion.loops", "whole number")]
    [InlineData("num_hidden_layers", "2", "num_hidden_layers", "no multiple")]
    [InlineData("recursion.kv_policy", "\"single\"", "recursion.kv_policy", "per_loop, recursion_wise, shared_first")]
    [InlineData("recursion.vectors", "\"own\"", "recursion.vectors", "shared, per_loop")]
    [InlineData("recursion.lora", "3", "recursion.lora", "expected an object")]
    [InlineData("recursion.lora", """{"rank": -1}""", "recursion.lora.rank", "from 0 to 4096")]
    [InlineData("recursion.router", "true", "recursion.router", "expected an object")]
    [InlineData("recursion.router.kind", "null", "recursion.router.kind", "missing")]
    [InlineData("recursion.router.kind", "\"layer_choice\"", "recursion.router.kind", "expert_choice, token_choice")]
    [InlineData("recursion.router.function", "\"cosine\"", "recursion.router.function", "linear, mlp")]
    [InlineData("recursion.router.activation", "\"softmax\"", "recursion.router.activation", "Supported: sigmoid")]
    [InlineData("recursion.router.scale", "1e30", "recursion.router.scale", "expected a number")]
    [InlineData("recursion.router.offset", "\"0\"", "recursion.router.offset", "expected a number")]
    [InlineData("recursion.router.temperature", "0", "recursion.router.temperature", "expected a number from 0.001")]
    [InlineData("recursion.router.update", "\"replace\"", "recursion.router.update", "add_output, interpolate")]
    [InlineData("recursion.router.decision", "\"top_k\"", "recursion.router.decision", "router, auxiliary")]
    [InlineData("recursion.router.threshold", "1.5", "recursion.router.threshold", "from 0 to 1")]
    [InlineData("recursion.router.capacities", "[1, 0.5]", "recursion.router.capacities", "2 of 3 loops")]
    [InlineData("recursion.router.capacities", "[1, 2, 3]", "recursion.router.capacities", "from 0 to 1")]
    [InlineData("recursion.router.elastic", "1", "recursion.router.elastic", "true or false")]
    public void Open_ConfigNotSupported_NamesFieldAndRemedy(string path, string value, string field, string problem)
        => AssertRefused("mor-expert", path, value, field, problem);

    [Theory]
    [InlineData("recursion.router.activation", "\"tanh\"", "recursion.router.activation", "softmax, sigmoid")]
    [InlineData("recursion.router.offset", "0.5", "recursion.router.offset", "from 0 to 0")]
    [InlineData("recursion.router.decision", "\"auxiliary\"", "recursion.router.decision", "Supported: router")]
    public void Open_TokenChoiceNotSupported_NamesFieldAndRemedy(string path, string value, string field, string problem)
        => AssertRefused("mor-token", path, value, field, problem);

    [Theory]
    [InlineData("recursive-middle-cycle-shared-first", "recursion.loops", "4", "num_hidden_layers", "8 layer applications, without the first and the last, are no multiple of 4 loops")]
    [InlineData("recursive-none", "recursion.loops", "2", "recursion.loops", "from 1 to 1")]
    [InlineData("recursive-none", "recursion.lora", """{"rank": 2}""", "recursion.lora.rank", "no layer has a second loop")]
    [InlineData("recursive-none", "recursion.router", """{"kind": "expert_choice"}""", "recursion.router.kind", "cycle or middle_cycle")]
    public void Open_LoopsThatDoNotFit_AreRefused(string name, string path, string value, string field, string problem)
        => AssertRefused(name, path, value, field, problem);

    [Theory]
    [InlineData("mor-expert", "model.routers.2.weight")]
    [InlineData("mor-expert-mlp-auxiliary", "model.routers.0.2.weight")]
    [InlineData("mor-expert-mlp-auxiliary", "model.auxiliary_routers.1.0.weight")]
    [InlineData("mor-token", "model.token_router.weight")]
    [InlineData("relaxed-middle-cycle", "model.loops.2.layers.1.mlp.up_proj.lora_a")]
    [InlineData("relaxed-middle-cycle", "model.loops.1.layers.2.self_attn.o_proj.lora_b")]
    [InlineData("recursive-own-vectors", "model.loops.1.layers.2.input_layernorm.weight")]
    [InlineData("relaxed-own-vectors", "model.loops.2.layers.1.mlp.down_proj.bias")]
    public void Open_TensorMissingOrMisshapen_NamesIt(string name, string tensor)
    {
        var model = TinyModels.Get(name);
        using var files = TinyModels.Write(model);

        SafetensorsWriter.Write(files["model.safetensors"], TinyModels.Weights(model).Where(other => other.Name != tensor));
        var missing = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());
        SafetensorsWriter.Write(files["model.safetensors"], TinyModels.Weights(model).Select(other => other.Name == tensor ? WeightTensor.FromValues(tensor, [2, 5], new float[10]) : other));
        var misshapen = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Equal((tensor, tensor), (missing.Field, misshapen.Field));
        Assert.Contains("[2, 5]", misshapen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LoopWithoutAnyPair_SaysSo()
    {
        var model = TinyModels.Get("relaxed-middle-cycle");
        using var files = TinyModels.Write(model);
        SafetensorsWriter.Write(files["model.safetensors"], TinyModels.Weights(model).Where(tensor => !tensor.Name.StartsWith("model.loops.2.", StringComparison.Ordinal)));

        var failure = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Contains("all other low-rank pairs of loop 2, but config.json states rank 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FirstLoopAdaptedToo_IsRead()
    {
        var model = TinyModels.Get("relaxed-sequence-query-only");
        using var files = TinyModels.Write(model);
        SafetensorsWriter.Write(
            files["model.safetensors"],
            TinyModels.Weights(model).Concat(TinyModels.Weights(model).Where(tensor => tensor.Name.StartsWith("model.loops.1.", StringComparison.Ordinal))
                .Select(tensor => tensor.Renamed(tensor.Name.Replace("loops.1", "loops.0", StringComparison.Ordinal)))));

        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal(2 * 3, folder.Weights.LoopLayers.Count);
        Assert.NotNull(folder.Weights.LayerAt(0, 0).Adapters!.Query);
        Assert.Null(folder.Weights.LayerAt(0, 0).Adapters!.Up);
    }

    [Fact]
    public void Open_VectorsPerLoop_FirstLoopHasTheLayers()
    {
        using var files = TinyModels.Write("relaxed-own-vectors");

        using var folder = ModelFolder.Open(files.Path);

        Assert.Same(folder.Weights.Layers[1], folder.Weights.LayerAt(1, 0));
        Assert.Equal("model.loops.2.layers.1.input_layernorm.weight", folder.Weights.LayerAt(1, 2).AttentionNorm.Name);
        Assert.Equal("model.loops.1.layers.1.self_attn.k_proj.bias", folder.Weights.LayerAt(1, 1).KeyBias!.Name);
        Assert.Same(folder.Weights.Layers[1].Up, folder.Weights.LayerAt(1, 2).Up);
        Assert.NotNull(folder.Weights.LayerAt(1, 2).Adapters!.Up);
    }

    [Theory]
    [InlineData("mor-expert-relaxed")]
    [InlineData("relaxed-own-vectors")]
    public void Open_TensorsOfLoopsAndRouters_CountsEveryParameterOnce(string name)
    {
        var model = TinyModels.Get(name);
        using var files = TinyModels.Write(model);

        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal(TinyModels.Weights(model).Sum(tensor => tensor.ElementCount), folder.Weights.ParameterCount);
    }

    [Fact]
    public void Open_NoArchitectures_GoesByModelType()
    {
        using var files = TinyModels.Write("mor-expert");
        Edit(files, "architectures", "null");
        Edit(files, "model_type", "\"adaptive_recursive\"");

        using var folder = ModelFolder.Open(files.Path);

        Assert.NotNull(folder.Spec.Router);
    }

    private static void AssertRefused(string name, string path, string value, string field, string problem)
    {
        using var files = TinyModels.Write(name);
        Edit(files, path, value);

        var failure = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Equal((files["config.json"], field), (failure.File, failure.Field));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private static void Edit(TemporaryFolder files, string path, string value)
    {
        var config = JsonNode.Parse(File.ReadAllText(files["config.json"]))!;
        string[] names = path.Split('.');
        names[..^1].Aggregate(config, (node, name) => node[name]!)[names[^1]] = JsonNode.Parse(value);
        File.WriteAllText(files["config.json"], config.ToJsonString());
    }
}
