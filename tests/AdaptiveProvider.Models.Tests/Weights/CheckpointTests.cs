using System.Text.Json.Nodes;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Weights;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("..\\model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("sub/model.safetensors")]
    [InlineData(".hidden.safetensors")]
    [InlineData("model.bin")]
    [InlineData("config.json")]
    [InlineData("")]
    [InlineData("a\0.safetensors")]
    public void Open_IndexNamesNoPlainFile_Throws(string file)
    {
        WriteIndex(new JsonObject { ["weight_map"] = new JsonObject { ["a"] = file } }.ToJsonString());

        var failure = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder.Path).Dispose());

        Assert.Equal("a", failure.Field);
        Assert.Contains("plain file name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "one.safetensors", "a": "two.safetensors"}}""", "Duplicate")]
    [InlineData("""{"weight_map": {"a": 3}}""", "expected a text")]
    [InlineData("""{"weight_map": []}""", "expected an object")]
    [InlineData("""{"weight_map": {}}""", "is empty")]
    [InlineData("""{"weight_map": {"\ud800": "a.safetensors"}}""", "")]
    [InlineData("""{}""", "is missing")]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{"weight_map": """, "not valid JSON")]
    [InlineData("""{"weight_map": {"a": "one.safetensors"}}""", "one.safetensors. Download")]
    public void Open_BrokenIndex_SaysWhatIsWrong(string index, string problem)
    {
        WriteIndex(index);

        var failure = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder.Path).Dispose());

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("index.json", failure.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_IndexOfManyTensors_TakesLinearTime()
    {
        // A look-up by name per tensor would take minutes here: the index is read in one enumeration.
        WriteIndex($$"""{"weight_map": {{{string.Join(",", Enumerable.Range(0, 200_000).Select(tensor => $"\"{tensor}\":\"absent.safetensors\""))}}} }""");

        var failure = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder.Path).Dispose());

        Assert.Contains("absent.safetensors", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderMissing_Throws()
        => Assert.Contains("no such folder", Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder["absent"]).Dispose()).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_TensorInIndexButNotInShard_NamesBoth()
    {
        SafetensorsWriter.Write(_folder["one.safetensors"], [WeightTensor.FromValues("a", [1], [1])]);
        WriteIndex("""{"weight_map": {"a": "one.safetensors", "b": "one.safetensors"}}""");

        var failure = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder.Path).Dispose());

        Assert.Equal("b", failure.Field);
        Assert.Contains("one.safetensors", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorInShardButNotInIndex_IsNoPartOfTheModel()
    {
        SafetensorsWriter.Write(_folder["one.safetensors"], [WeightTensor.FromValues("a", [1], [1]), WeightTensor.FromValues("b", [1], [1])]);
        WriteIndex("""{"weight_map": {"a": "one.safetensors"}}""");

        using var checkpoint = Checkpoint.Open(_folder.Path);

        Assert.Equal(["a"], checkpoint.Names);
        Assert.Throws<ModelFormatException>(() => checkpoint.Get("b"));
    }

    [Fact]
    public void Open_SingleFileBesideAnIndex_TakesTheSingleFile()
    {
        SafetensorsWriter.Write(_folder["model.safetensors"], [WeightTensor.FromValues("a", [1], [1])]);
        WriteIndex("""{"weight_map": {"a": "absent.safetensors"}}""");

        using var checkpoint = Checkpoint.Open(_folder.Path);

        Assert.True(checkpoint.Contains("a"));
    }

    [Theory]
    [InlineData("pytorch_model.bin", "Convert")]
    [InlineData("model-q4.gguf", "Convert")]
    [InlineData("adapter_model.safetensors", "adapter_model.safetensors")]
    [InlineData("readme.md", "Download the weights")]
    public void Open_NoSafetensors_SaysWhatIsThereInstead(string file, string remedy)
    {
        File.WriteAllText(_folder[file], "x");

        var failure = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder.Path).Dispose());

        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_OtherShape_NamesExpectedAndFound()
    {
        SafetensorsWriter.Write(_folder["model.safetensors"], [WeightTensor.FromValues("a", [2, 1], [1, 2])]);
        using var checkpoint = Checkpoint.Open(_folder.Path);

        var failure = Assert.Throws<ModelFormatException>(() => checkpoint.Get("a", 1, 2));

        Assert.Contains("[2, 1]", failure.Message, StringComparison.Ordinal);
        Assert.Contains("[1, 2]", failure.Message, StringComparison.Ordinal);
    }

    private void WriteIndex(string json) => File.WriteAllText(_folder["model.safetensors.index.json"], json);
}
