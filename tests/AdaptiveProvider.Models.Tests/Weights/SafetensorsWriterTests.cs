using System.Text.Json;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Weights;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_EveryType_ReadsBackByteForByte()
    {
        WeightTensor[] tensors =
        [
            WeightTensor.FromValues("bytes", [3], [1, -2, 3], WeightType.I8),
            WeightTensor.FromValues("halves \"é\"", [1, 3], [0.5f, 1.5f, -2f], WeightType.F16),
            WeightTensor.FromValues("singles", [2, 1, 2], [1e-30f, float.NaN, -0f, float.PositiveInfinity]),
            WeightTensor.FromValues("empty", [0, 5], []),
            WeightTensor.FromValues("scalar", [], [3], WeightType.BF16),
        ];

        SafetensorsWriter.Write(_folder["w.safetensors"], tensors, new Dictionary<string, string> { ["format"] = "pt" });

        using var file = SafetensorsFile.Open(_folder["w.safetensors"]);
        Assert.Equal(tensors.Select(tensor => tensor.Name).Order(), file.Names.Order());
        foreach (var tensor in tensors)
        {
            var read = file.Get(tensor.Name);
            Assert.Equal(tensor.Type, read.Type);
            Assert.Equal(tensor.Shape.ToArray(), read.Shape.ToArray());
            Assert.All(Enumerable.Range(0, tensor.RowCount), row => Assert.Equal(tensor.RowBytes(row).ToArray(), read.RowBytes(row).ToArray()));
        }
    }

    [Fact]
    public void Write_HeaderOfAnyLength_DataStartsAligned()
    {
        for (int length = 1; length <= 16; length++)
        {
            SafetensorsWriter.Write(_folder["w.safetensors"], [WeightTensor.FromValues(new string('n', length), [1], [1])]);

            byte[] file = File.ReadAllBytes(_folder["w.safetensors"]);
            Assert.Equal(0UL, BitConverter.ToUInt64(file) % 8);
            Assert.Equal((int)BitConverter.ToUInt64(file) + 8 + 4, file.Length);
        }
    }

    [Fact]
    public void Write_SameNameTwice_ThrowsAndLeavesNoFile()
    {
        var tensor = WeightTensor.FromValues("a", [1], [1]);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder["w.safetensors"], [tensor, tensor]));

        Assert.Empty(Directory.GetFiles(_folder.Path));
        SafetensorsWriter.Write(_folder["w.safetensors"], [tensor, tensor.Renamed("b")]);
    }

    [Fact]
    public void WriteShards_SmallBudget_SplitsAndIndexes()
    {
        WeightTensor[] tensors = [.. Enumerable.Range(0, 5).Select(i => WeightTensor.FromValues($"t{i}", [4], [i, i, i, i]))];

        SafetensorsWriter.WriteShards(_folder.Path, tensors, shardBytesMax: 32);

        using var index = JsonDocument.Parse(File.ReadAllBytes(_folder["model.safetensors.index.json"]));
        Assert.Equal(80, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt32());
        Assert.Equal("model-00003-of-00003.safetensors", index.RootElement.GetProperty("weight_map").GetProperty("t4").GetString());
        using var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal((float)i, BitConverter.ToSingle(checkpoint.Get($"t{i}").RowBytes(3))));
    }

    [Fact]
    public void WriteShards_BesideASingleFile_Refuses()
    {
        WeightTensor[] tensors = [WeightTensor.FromValues("a", [1], [1])];
        SafetensorsWriter.Write(_folder["model.safetensors"], tensors);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.WriteShards(_folder.Path, tensors, 100));
    }

    [Fact]
    public void Write_TensorOfAClosedFile_ThrowsAndLeavesNoFile()
    {
        SafetensorsWriter.Write(_folder["a.safetensors"], [WeightTensor.FromValues("a", [1], [1])]);
        var source = SafetensorsFile.Open(_folder["a.safetensors"]);
        var tensor = source.Get("a");
        source.Dispose();

        Assert.Throws<ObjectDisposedException>(() => SafetensorsWriter.Write(_folder["b.safetensors"], [tensor]));

        Assert.Equal(["a.safetensors"], Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file)!));
    }
}
