using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests;

public sealed class ModelFolderTests
{
    private static readonly TinyModel Small = new() { Name = "small", Layers = 2, TiedHead = true };

    [Fact]
    public void Open_TiedModel_CountsTheEmbeddingOnce()
    {
        using var files = TinyModels.Write(Small);

        using var folder = ModelFolder.Open(files.Path);

        long perLayer = (32 * 32) + (2 * 16 * 32) + (32 * 32) + (3 * 48 * 32) + (2 * 32);
        Assert.Same(folder.Weights.Embedding, folder.Weights.Head);
        Assert.Equal((96 * 32) + (2 * perLayer) + 32, folder.Weights.ParameterCount);
        Assert.Equal(4 * folder.Weights.ParameterCount, folder.Weights.ByteCount);
        Assert.InRange(folder.FileBytes, folder.Weights.ByteCount, folder.Weights.ByteCount + 10_000);
        Assert.Equal("float32", folder.StoredType);
        Assert.Equal([2, 3], folder.GenerationDefaults.EosTokens.ToArray());
    }

    [Fact]
    public void Open_TiedModelWithStoredHead_UsesTheEmbedding()
    {
        using var files = TinyModels.Write(Small);
        SafetensorsWriter.Write(files["model.safetensors"], [.. TinyModels.Weights(Small), WeightTensor.FromValues("lm_head.weight", [1], [1])]);

        using var folder = ModelFolder.Open(files.Path);

        Assert.Same(folder.Weights.Embedding, folder.Weights.Head);
    }

    [Fact]
    public void Open_UntiedModelWithoutHead_NamesTheFieldThatWouldTieIt()
    {
        using var files = TinyModels.Write(Small);
        EditConfig(files, config => config["tie_word_embeddings"] = false);

        var failure = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Equal("lm_head.weight", failure.Field);
        Assert.Contains("tie_word_embeddings", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorsWithoutModelPrefix_AreFound()
    {
        using var files = TinyModels.Write(Small);
        SafetensorsWriter.Write(files["model.safetensors"], TinyModels.Weights(Small).Select(tensor => tensor.Renamed(tensor.Name.Replace("model.", "", StringComparison.Ordinal))));

        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal("embed_tokens.weight", folder.Weights.Embedding.Name);
    }

    [Theory]
    [InlineData("vocab_size", 97, "model.embed_tokens.weight", "[97, 32]")]
    [InlineData("hidden_size", 40, "model.embed_tokens.weight", "[96, 40]")]
    [InlineData("intermediate_size", 47, "model.layers.0.mlp.gate_proj.weight", "[47, 32]")]
    [InlineData("num_key_value_heads", 1, "model.layers.0.self_attn.k_proj.weight", "[8, 32]")]
    [InlineData("head_dim", 4, "model.layers.0.self_attn.q_proj.weight", "[16, 32]")]
    [InlineData("num_hidden_layers", 3, "model.layers.2.self_attn.q_proj.weight", "missing")]
    [InlineData("attention_bias", true, "model.layers.0.self_attn.q_proj.bias", "missing")]
    public void Open_ConfigurationDoesNotFitTheWeights_NamesTheTensor(string field, object value, string tensor, string problem)
    {
        using var files = TinyModels.Write(Small);
        EditConfig(files, config => config[field] = value is int number ? number : (bool)value);

        var failure = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Equal(tensor, failure.Field);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FusedProjections_AreViewsInOrder()
    {
        using var files = TinyModels.Write("phi3-fused");

        using var folder = ModelFolder.Open(files.Path);

        var layer = folder.Weights.Layers[0];
        Assert.Equal([[32, 32], [32, 32], [32, 32]], new[] { layer.Query, layer.Key, layer.Value }.Select(tensor => tensor.Shape.ToArray()));
        Assert.True(layer.Query.RowBytes(31).Overlaps(layer.Query.Rows(31, 1).RowBytes(0)));
        Assert.False(layer.Query.RowBytes(31).Overlaps(layer.Key.RowBytes(0)));
        Assert.Equal([48, 32], layer.Up.Shape.ToArray());
    }

    [Fact]
    public void Open_NoGenerationConfig_FallsBackToConfig()
    {
        using var files = TinyModels.Write(Small);
        File.Delete(files["generation_config.json"]);

        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal([2], folder.GenerationDefaults.EosTokens.ToArray());
    }

    [Fact]
    public void Open_WrongPath_SaysWhatToName()
    {
        using var files = TinyModels.Write(Small);

        Assert.Contains("no such folder", Failure(files["absent"]), StringComparison.Ordinal);
        Assert.Contains("Name the folder", Failure(files["model.safetensors"]), StringComparison.Ordinal);
        File.Delete(files["config.json"]);
        Assert.Contains("config.json", Failure(files.Path), StringComparison.Ordinal);

        static string Failure(string path) => Assert.Throws<ModelFormatException>(() => ModelFolder.Open(path).Dispose()).Message;
    }

    [Fact]
    public void Open_NoLayersPerStage_Throws()
    {
        using var files = TinyModels.Write(Small);

        Assert.Throws<ArgumentOutOfRangeException>(() => ModelFolder.Open(files.Path, new ModelFolderOptions { LayersPerStage = 0 }).Dispose());
    }

    [Fact]
    public void Dispose_FilesCanBeReplaced_AndWeightsRefuseToBeRead()
    {
        using var files = TinyModels.Write(Small);
        var folder = ModelFolder.Open(files.Path);
        var embedding = folder.Weights.Embedding;

        folder.Dispose();

        File.Delete(files["model.safetensors"]);
        Assert.Throws<ObjectDisposedException>(() => embedding.RowBytes(0).Length);
    }

    private static void EditConfig(TemporaryFolder files, Action<JsonObject> edit)
    {
        var config = JsonNode.Parse(File.ReadAllText(files["config.json"]))!.AsObject();
        edit(config);
        File.WriteAllText(files["config.json"], config.ToJsonString());
    }
}
