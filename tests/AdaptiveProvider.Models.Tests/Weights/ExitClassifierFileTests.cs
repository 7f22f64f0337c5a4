using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;

namespace AdaptiveProvider.Models.Tests.Weights;

public sealed class ExitClassifierFileTests
{
    private const int Hidden = 32;

    [Fact]
    public void Open_FolderWithClassifiers_HasThemByPasses()
    {
        using var files = TinyModels.Write(TinyModels.Get("llama-tied-gqa"));
        float[] weight = [.. Enumerable.Range(0, Hidden).Select(i => i / 8f)];
        ExitClassifierFile.Write(files.Path, new Dictionary<int, (float[], float)> { [3] = (weight, -0.5f), [1] = (new float[Hidden], 2) });

        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal((int[])[1, 3], folder.Spec.ClassifierExits);
        var classifier = folder.Weights.ExitClassifiers[3];
        float[] read = new float[Hidden];
        classifier.Weight.CopyTo(read);
        Assert.Equal(weight, read);
        Assert.Equal(-0.5f, classifier.BiasValue());
        Assert.Equal(read.Select((value, i) => value * Gain(folder, i)), classifier.WithGain(folder.Weights.FinalNorm));
    }

    [Fact]
    public void Open_RecursiveModel_NamesExitsByLayersBeforeTheTail()
    {
        using var files = TinyModels.Write(TinyModels.Get("relaxed-middle-cycle") with { ClassifierLayers = [3] });

        using var folder = ModelFolder.Open(files.Path);

        Assert.Equal(3, folder.Spec.Layout.LayersAfter(Assert.Single(folder.Spec.ClassifierExits)));
    }

    [Fact]
    public void Open_FolderWithout_HasNone()
    {
        using var files = TinyModels.Write("llama-tied-gqa");

        using var folder = ModelFolder.Open(files.Path);

        Assert.Empty(folder.Spec.ClassifierExits);
        Assert.Empty(folder.Weights.ExitClassifiers);
    }

    // Whoever cuts depth coarser than the folder says has fewer exits, and so fewer classifiers.
    [Fact]
    public void Open_CoarserStages_LeavesOutTheClassifiersBetween()
    {
        using var files = TinyModels.Write(TinyModels.Get("llama-tied-gqa") with { ClassifierLayers = [1, 2] });

        using var folder = ModelFolder.Open(files.Path, new ModelFolderOptions { LayersPerStage = 2 });

        Assert.Equal((int[])[1], folder.Spec.ClassifierExits);
    }

    [Theory]
    [InlineData("exits.2.weight", new[] { 1, 31 }, "has shape [1, 31], but the model asks for [1, 32]")]
    [InlineData("exits.2.weight", new[] { 2, 32 }, "has shape")]
    [InlineData("exits.2.weight", new[] { 32 }, "has shape")]
    [InlineData("exits.2.bias", new[] { 2 }, "has shape [2], but the model asks for [1]")]
    [InlineData("exits.4.weight", new[] { 1, 32 }, "cannot leave after 4 layers; it can after 1, 2, 3")]
    [InlineData("exits.0.weight", new[] { 1, 32 }, "cannot leave after 0 layers")]
    [InlineData("exits.99999999999.weight", new[] { 1, 32 }, "is not called")]
    [InlineData("exits.02.weight", new[] { 1, 32 }, "is not called")]
    [InlineData("exits.-1.weight", new[] { 1, 32 }, "is not called")]
    [InlineData("exits.2.norm", new[] { 32 }, "is not called")]
    [InlineData("layers.2.weight", new[] { 1, 32 }, "is not called")]
    [InlineData("weight", new[] { 1, 32 }, "is not called")]
    public void Open_WrongTensor_NamesIt(string name, int[] shape, string problem)
    {
        var tensor = WeightTensor.FromValues(name, [.. shape], new float[shape.Aggregate(1, (product, size) => product * size)]);

        Refuses(name, problem, [.. Good().Where(good => good.Name != name), tensor]);
    }

    [Theory]
    [InlineData("exits.2.weight")]
    [InlineData("exits.2.bias")]
    public void Open_MissingTensor_NamesIt(string name) => Refuses(name, "is missing", [.. Good().Where(good => good.Name != name)]);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Open_ValueThatIsNoNumber_NamesTheTensor(float value)
        => Refuses("exits.2.bias", "no number", [Good()[0], WeightTensor.FromValues("exits.2.bias", [1], [value])]);

    [Fact]
    public void Open_SignedBytes_NamesTheTensor()
        => Refuses("exits.2.weight", "element type I8", [WeightTensor.FromValues("exits.2.weight", [1, Hidden], new float[Hidden], WeightType.I8), Good()[1]]);

    [Fact]
    public void Open_OtherElementType_NamesTheTensor()
        => Refuses("exits.2.bias", "element type F64", SafetensorsBytes.File("""{"exits.2.bias":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"exits.2.weight":{"dtype":"F32","shape":[1,32],"data_offsets":[8,136]}}""", 136));

    [Fact]
    public void Open_FileCutShort_NamesIt() => Refuses("header", "cut short", [1, 2, 3]);

    private static WeightTensor[] Good()
        => [WeightTensor.FromValues("exits.2.weight", [1, Hidden], new float[Hidden]), WeightTensor.FromValues("exits.2.bias", [1], [0f])];

    private static void Refuses(string field, string problem, WeightTensor[] tensors)
    {
        using var files = new TemporaryFolder();
        SafetensorsWriter.Write(files["file"], tensors);
        Refuses(field, problem, File.ReadAllBytes(files["file"]));
    }

    private static void Refuses(string field, string problem, byte[] file)
    {
        using var files = TinyModels.Write("llama-tied-gqa");
        File.WriteAllBytes(files[ExitClassifierFile.FileName], file);

        var failure = Assert.Throws<ModelFormatException>(() => ModelFolder.Open(files.Path).Dispose());

        Assert.Equal((files[ExitClassifierFile.FileName], field), (failure.File, failure.Field));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private static float Gain(ModelFolder folder, int i)
    {
        float[] gain = new float[1];
        folder.Weights.FinalNorm.CopyRowTo(i, gain);
        return gain[0];
    }
}
