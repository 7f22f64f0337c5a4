using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["model.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "a", "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[16,16]}}""", "a", "twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"I8","shape":[4],"data_offsets":[0,16]}}""", "a", "dtype twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{},"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "__metadata__", "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,20]}}""", "a", "cut short")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}""", "a", "before its begin")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,1e1]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,8,16]}}""", "a", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0]}}""", "a", "two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}}""", "a", "needs 12 bytes")]
    [InlineData("""{"a":{"dtype":"F16","shape":[4],"data_offsets":[0,16]}}""", "a", "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,16]}}""", "a", "no possible number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,16]}}""", "a", "no possible number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,16]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,4],"data_offsets":[0,16]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":["4"],"data_offsets":[0,16]}}""", "a", "shape")]
    [InlineData("""{"a":{"dtype":4,"shape":[4],"data_offsets":[0,16]}}""", "a", "Number where String")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4]}}""", "a", "needs dtype")]
    [InlineData("""{"a":[]}""", "a", "StartArray where StartObject")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "b", "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "b", "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}}""", "a", "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", null, "8 bytes after its last tensor")]
    [InlineData("""[]""", "header", "StartArray where StartObject")]
    [InlineData("""{"a":""", "header", "not the JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} {}""", "header", "not the JSON")]
    [InlineData("""{"a":{"x":[[[[[[[[[[]]]]]]]]]],"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "header", "depth")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "header", "not the JSON")]
    [InlineData("{\"\u00ff\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", "header", "not the JSON")]
    public void Open_BrokenHeader_NamesFileTensorAndProblem(string header, string? field, string problem)
    {
        File.WriteAllBytes(FilePath, SafetensorsBytes.File(header, 16));

        var failure = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(FilePath).Dispose());

        Assert.Equal((FilePath, field), (failure.File, failure.Field));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(1000UL)]
    [InlineData(100_000_001UL)]
    [InlineData(0x8000_0000_0000_0000UL)]
    [InlineData(ulong.MaxValue)]
    public void Open_WrongHeaderLength_Throws(ulong statedLength)
    {
        File.WriteAllBytes(FilePath, SafetensorsBytes.File("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", 16, statedLength));

        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(FilePath).Dispose());
    }

    [Theory]
    [InlineData(new byte[0], "empty")]
    [InlineData(new byte[] { 1, 2, 3 }, "cut short")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0 }, "cut short")]
    public void Open_TooShort_Throws(byte[] content, string problem)
    {
        File.WriteAllBytes(FilePath, content);

        var failure = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(FilePath).Dispose());

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LargeFilePointer_SaysHowToFetchTheFile()
    {
        File.WriteAllText(FilePath, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");

        var failure = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(FilePath).Dispose());

        Assert.Contains("git lfs pull", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Missing_Throws() => Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(FilePath).Dispose());

    [Fact]
    public void Open_NoTensorAndNoData_IsEmpty()
    {
        File.WriteAllBytes(FilePath, SafetensorsBytes.File("{}", 0));

        using var file = SafetensorsFile.Open(FilePath);

        Assert.Empty(file.Names);
    }

    [Fact]
    public void Get_UnalignedTensorOfUnpaddedHeader_ReadsTheValues()
    {
        const string Header = """{"b":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[1,9]}}""";
        File.WriteAllBytes(FilePath, SafetensorsBytes.File(Header, 9));
        using var file = SafetensorsFile.Open(FilePath);
        float[] row = new float[1];

        file.Get("a").CopyRowTo(1, row);

        Assert.Equal(BitConverter.ToSingle([5, 6, 7, 8]), row[0]);
        Assert.Equal([1, 2, 3, 4], file.Get("a").RowBytes(0).ToArray());
    }

    [Theory]
    [InlineData("I64", 2)]
    [InlineData("F8_E4M3", 16)]
    [InlineData("F4", 32)]
    [InlineData("F2_NEW", 7)]
    public void Get_UnsupportedType_IsAnErrorOnlyWhenAskedFor(string type, int size)
    {
        File.WriteAllBytes(FilePath, SafetensorsBytes.File($$$"""{"positions":{"dtype":"{{{type}}}","shape":[{{{size}}}],"data_offsets":[0,16]}}""", 16));
        using var file = SafetensorsFile.Open(FilePath);

        var failure = Assert.Throws<ModelFormatException>(() => file.Get("positions"));

        Assert.True(file.Contains("positions"));
        Assert.Equal("positions", failure.Field);
        Assert.Contains(type, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_SizeAboveIntegers_Throws()
    {
        File.WriteAllBytes(FilePath, SafetensorsBytes.File("""{"a":{"dtype":"F32","shape":[0,4294967296],"data_offsets":[0,0]}}""", 0));
        using var file = SafetensorsFile.Open(FilePath);

        Assert.Contains("2^31", Assert.Throws<ModelFormatException>(() => file.Get("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_TensorReadAfterwards_ThrowsInsteadOfCrashing()
    {
        SafetensorsWriter.Write(FilePath, [WeightTensor.FromValues("a", [2, 2], [1, 2, 3, 4])]);
        var file = SafetensorsFile.Open(FilePath);
        var tensor = file.Get("a");
        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => tensor.RowBytes(0).Length);
        Assert.Throws<ObjectDisposedException>(() => tensor.Rows(1, 1).CopyRowTo(0, new float[2]));
        Assert.Throws<ObjectDisposedException>(() => file.Get("a"));
    }
}
