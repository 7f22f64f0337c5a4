using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Conversion;

namespace AdaptiveProvider.Training.Tests.Conversion;

/// <summary>Mistaken options, unfit models and hostile places: a typed error, and nothing is written or lost.</summary>
public sealed class ConversionFailureTests
{
    [Theory]
    [InlineData(-1, "from 0 to 32")]
    [InlineData(33, "from 0 to 32")]
    [InlineData(int.MaxValue - 1, "from 0 to 32")]
    public void Convert_RankThatDoesNotFit_SaysTheRange(int rank, string problem) => AssertRefused(options => options with { LoraRank = rank }, problem);

    [Fact]
    public void Convert_OptionsThatDoNotFit_SayWhatDoes()
    {
        AssertRefused(options => options with { Loops = 4 }, "These loops do: 2, 3, 6.");
        AssertRefused(options => options with { Sharing = ParameterSharing.None }, "nothing to convert");
        AssertRefused(options => options with { StoredType = WeightType.I8 }, "F32, F16 or BF16");
        AssertRefused(options => options with { Initialization = (BlockInitialization)17 }, "stepwise, average");
        AssertRefused(options => options with { LoopKv = (LoopKv)17 }, "LoopKv");
    }

    [Theory]
    [InlineData("recursive-cycle", "architectures", "recursive already")]
    [InlineData("mor-expert", "architectures", "recursive already")]
    [InlineData("qwen3-norms", "architectures", "norms on query and key heads")]
    [InlineData("smollm3-no-rotary", "architectures", "without position encoding")]
    [InlineData("mistral-window", "sliding_window", "limits how far")]
    [InlineData("ouro", "architectures", "norms behind its branches")]
    [InlineData("huginn", "architectures", "norms behind its branches")]
    public void Convert_ModelThatTheFormatDoesNotKnow_NamesTheField(string model, string field, string problem)
    {
        using var files = new ConversionFixture(TinyModels.Get(model));

        var failure = Assert.Throws<ModelFormatException>(() => files.Convert(ConversionFixture.Options));

        Assert.Equal((Path.Combine(files.Source, "config.json"), field), (failure.File, failure.Field));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(files.Place));
    }

    [Fact]
    public void Convert_TensorMissing_NamesIt()
    {
        using var files = new ConversionFixture(TinyModels.Get("llama-tied-gqa"));
        Rewrite(files, TinyModels.Weights(TinyModels.Get("llama-tied-gqa")).Where(tensor => tensor.Name != "model.layers.2.mlp.up_proj.weight"));

        var failure = Assert.Throws<ModelFormatException>(() => files.Convert(ConversionFixture.Options));

        Assert.Equal("model.layers.2.mlp.up_proj.weight", failure.Field);
        Assert.Empty(Directory.GetFileSystemEntries(files.Place));
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 0)]
    [InlineData(float.NegativeInfinity, 2)]
    public void Convert_TensorOfNoNumbers_NamesIt(float value, int rank)
    {
        const string Name = "model.layers.3.self_attn.v_proj.weight";
        using var files = new ConversionFixture(TinyModels.Get("llama-tied-gqa"));
        Rewrite(files, TinyModels.Weights(TinyModels.Get("llama-tied-gqa")).Select(tensor =>
            tensor.Name == Name ? WeightTensor.FromValues(Name, tensor.Shape, [.. Enumerable.Repeat(value, (int)tensor.ElementCount)]) : tensor));

        var failure = Assert.Throws<ModelFormatException>(() => files.Convert(ConversionFixture.Options with { LoraRank = rank, Initialization = BlockInitialization.Lower }));

        Assert.Equal(Name, failure.Field);
        Assert.Empty(Directory.GetFileSystemEntries(files.Place));
    }

    [Fact]
    public void Convert_TypeTooNarrow_IsRefused()
    {
        const string Name = "model.layers.0.mlp.up_proj.weight";
        using var files = new ConversionFixture(TinyModels.Get("llama-tied-gqa"));
        Rewrite(files, TinyModels.Weights(TinyModels.Get("llama-tied-gqa")).Select(tensor =>
            tensor.Name == Name ? WeightTensor.FromValues(Name, tensor.Shape, [.. Enumerable.Repeat(1e6f, (int)tensor.ElementCount)]) : tensor));

        var failure = Assert.Throws<ModelFormatException>(() => files.Convert(ConversionFixture.Options with { StoredType = WeightType.F16 }));

        Assert.Contains("do not fit F16", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_TargetThatExists_IsLeftAlone()
    {
        using var files = new ConversionFixture();
        Directory.CreateDirectory(files.Target);
        string mine = Path.Combine(files.Target, "mine.txt");
        File.WriteAllText(mine, "mine");

        AssertTargetRefused(files, files.Target, "exists");
        AssertTargetRefused(files, files.Target + Path.DirectorySeparatorChar, "exists");
        AssertTargetRefused(files, mine, "exists");
        AssertTargetRefused(files, files.Source, "exists");

        Assert.Equal("mine", File.ReadAllText(mine));
        Assert.Equal([files.Target], Directory.GetFileSystemEntries(files.Place));
    }

    [Fact]
    public void Convert_TargetInsideTheSource_IsRefused()
    {
        using var files = new ConversionFixture();
        string link = Path.Combine(files.Place, "link");
        Directory.CreateSymbolicLink(link, files.Source);
        string[] before = Directory.GetFileSystemEntries(files.Source);

        AssertTargetRefused(files, Path.Combine(files.Source, "new"), "inside the original");
        AssertTargetRefused(files, Path.Combine(files.Source, "..", Path.GetFileName(files.Source), "deep", "new"), "inside the original");
        AssertTargetRefused(files, Path.Combine(link, "new"), "inside the original");

        Assert.Equal(before, Directory.GetFileSystemEntries(files.Source));
    }

    [Fact]
    public void Convert_TargetBelowAFile_CannotBeWritten()
    {
        using var files = new ConversionFixture();
        string file = Path.Combine(files.Place, "file");
        File.WriteAllText(file, "");

        AssertTargetRefused(files, Path.Combine(file, "new"), "cannot be written");
    }

    [Fact]
    public void Target_MoreThanTheDiskHas_IsRefusedBeforeAnythingIsComputed()
    {
        using var files = new ConversionFixture();

        var failure = Assert.Throws<ConversionException>(() => new ConversionTarget(files.Source, files.Target, long.MaxValue));

        Assert.Contains("are free. Free space on the disk", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(files.Place));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(ConversionOptions.FullRank)]
    public void Estimate_AnyRank_IsEnoughAndNotFarOff(int rank)
    {
        using var files = new ConversionFixture(TinyModels.Get("llama-untied-bf16-shards"));
        files.Convert(ConversionFixture.Options with { LoraRank = rank });
        using var source = ModelFolder.Open(files.Source);

        var settings = new LayerSettings(files.Source, rank == ConversionOptions.FullRank ? 32 : rank, HasLoopVectors: rank > 0, StoredType: null);
        long estimate = ConversionSize.Estimate(source.Weights, new SharingPlan(ParameterSharing.Cycle, 2, 4), settings) - (64 << 20);

        long written = new FileInfo(Path.Combine(files.Target, "model.safetensors")).Length;
        Assert.InRange(estimate, 0.8 * written, 1.1 * written);
    }

    [Fact]
    public void Complete_SomebodyElseMadeTheTarget_TheirsStays()
    {
        using var files = new ConversionFixture();
        using (var target = new ConversionTarget(files.Source, files.Target, 1))
        {
            Directory.CreateDirectory(files.Target);
            File.WriteAllText(Path.Combine(files.Target, "theirs"), "");

            Assert.Throws<IOException>(target.Complete);
        }

        Assert.True(File.Exists(Path.Combine(files.Target, "theirs")));
        Assert.Equal([files.Target], Directory.GetFileSystemEntries(files.Place));
    }

    private static void AssertRefused(Func<ConversionOptions, ConversionOptions> change, string problem)
    {
        using var files = new ConversionFixture();

        var failure = Assert.Throws<ConversionException>(() => files.Convert(change(ConversionFixture.Options)));

        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(files.Place));
    }

    private static void AssertTargetRefused(ConversionFixture files, string target, string problem)
        => Assert.Contains(
            problem,
            Assert.Throws<ConversionException>(() => RecursiveConverter.Convert(files.Source, target, ConversionFixture.Options)).Message,
            StringComparison.Ordinal);

    private static void Rewrite(ConversionFixture files, IEnumerable<WeightTensor> tensors) => SafetensorsWriter.Write(Path.Combine(files.Source, "model.safetensors"), tensors);
}
