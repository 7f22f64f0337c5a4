using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Conversion;

namespace AdaptiveProvider.Training.Tests.Conversion;

public sealed class RecursiveConverterTests
{
    private const string Query = "self_attn.q_proj.weight", Norm = "input_layernorm.weight";

    [Theory]
    [InlineData(BlockInitialization.Average, "1 3", "2 4")]
    [InlineData(BlockInitialization.Stepwise, "1", "4")]
    [InlineData(BlockInitialization.Lower, "1", "2")]
    [InlineData(BlockInitialization.Upper, "3", "4")]
    public void Convert_Initialization_SharedLayersAreTheMeanOfTheirSources(BlockInitialization initialization, params string[] sources)
    {
        using var files = new ConversionFixture();

        files.Convert(ConversionFixture.Options with { Sharing = ParameterSharing.MiddleCycle, Initialization = initialization });

        foreach (string name in new[] { Query, "mlp.down_proj.weight", Norm })
        {
            AssertMean("0", 0, name);
            AssertMean(sources[0], 1, name);
            AssertMean(sources[1], 2, name);
            AssertMean("5", 3, name);
        }

        void AssertMean(string layers, int layer, string name)
        {
            float[][] originals = [.. layers.Split(' ').Select(source => ConversionFixture.Values(files.Source, $"model.layers.{source}.{name}"))];
            float[] expected = [.. Enumerable.Range(0, originals[0].Length).Select(i => (float)originals.Average(values => (double)values[i]))];
            Assert.Equal(expected, ConversionFixture.Values(files.Target, $"model.layers.{layer}.{name}"));
        }
    }

    [Fact]
    public void Convert_Strict_StoresEachSharedTensorOnce()
    {
        using var files = new ConversionFixture();

        var report = files.Convert(ConversionFixture.Options);
        using var folder = ModelFolder.Open(files.Target);

        Assert.Equal((3, 6, 0, 32), (report.UniqueLayers, report.LayerApplications, report.LoraRank, report.FullRank));
        Assert.Equal((3, 6), (folder.Spec.Layers.Length, folder.Spec.Layout.LayerDepth));
        Assert.Empty(folder.Weights.LoopLayers);
        Assert.Equal(report.Parameters, folder.Weights.ParameterCount);
        Assert.Equal(0, Assert.Single(report.ErrorByRank).Rank);
        Assert.InRange(report.ErrorByRank[0].RelativeError, 0.5, 0.9); // half the variance of unrelated layers: the root of 1/2
    }

    [Theory]
    [InlineData(null, 0, false)]
    [InlineData(null, 2, true)]
    [InlineData(true, 0, true)]
    [InlineData(false, 2, false)]
    public void Convert_Norms_AreSharedOrKeptPerLoop(bool? asked, int rank, bool kept)
    {
        using var files = new ConversionFixture();

        files.Convert(ConversionFixture.Options with { HasLoopVectors = asked, LoraRank = rank });
        using var checkpoint = Checkpoint.Open(files.Target);

        Assert.Equal(kept, checkpoint.Contains($"model.loops.1.layers.2.{Norm}"));
        if (kept)
        {
            Assert.Equal(ConversionFixture.Values(files.Source, $"model.layers.2.{Norm}"), ConversionFixture.Values(files.Target, $"model.layers.2.{Norm}"));
            Assert.Equal(ConversionFixture.Values(files.Source, $"model.layers.5.{Norm}"), ConversionFixture.Values(files.Target, $"model.loops.1.layers.2.{Norm}"));
        }
    }

    [Fact]
    public void Convert_RisingRank_ComesNearerByAsMuchAsReported()
    {
        using var files = new ConversionFixture();
        double before = double.PositiveInfinity;
        foreach (int rank in new[] { 1, 4, 16, ConversionOptions.FullRank })
        {
            var report = files.Convert(ConversionFixture.Options with { LoraRank = rank });

            double error = StoredError(files);

            double reported = report.ErrorByRank.Single(entry => entry.Rank == report.LoraRank).RelativeError;
            Assert.Equal(reported, error, 1e-6);
            Assert.True(error < before, $"rank {rank}: {error} after {before}");
            Assert.Equal(report.ErrorByRank.OrderByDescending(entry => entry.RelativeError), report.ErrorByRank);
            before = error;
            Directory.Delete(files.Target, recursive: true);
        }

        Assert.InRange(before, 0, 1e-6);
    }

    // The product is added once: twice, as the published scale has it, is as far away again as the shared weights.
    [Fact]
    public void Convert_FullRank_ScaleIsOne()
    {
        using var files = new ConversionFixture();
        files.Convert(ConversionFixture.Options with { LoraRank = ConversionOptions.FullRank });
        using var folder = ModelFolder.Open(files.Target);
        var layer = folder.Weights.LayerAt(1, 1);

        var once = LowRankPair.Add(layer.Query, layer.Adapters!.Query);
        var twice = LowRankPair.Add(once, layer.Adapters.Query);

        float[] original = ConversionFixture.Values(files.Source, $"model.layers.4.{Query}");
        Assert.InRange(Distance(once), 0, 1e-5);
        Assert.InRange(Distance(twice), 0.1, double.MaxValue);

        double Distance(WeightTensor tensor)
        {
            float[] values = new float[tensor.ElementCount];
            tensor.CopyTo(values);
            return original.Zip(values, (a, b) => Math.Abs(a - b)).Max();
        }
    }

    [Theory]
    [InlineData(WeightType.BF16, null, WeightType.BF16)]
    [InlineData(WeightType.F16, null, WeightType.F16)]
    [InlineData(WeightType.F32, WeightType.BF16, WeightType.BF16)]
    [InlineData(WeightType.BF16, WeightType.F32, WeightType.F32)]
    public void Convert_StoredType_PairsMakeUpForRounding(WeightType stored, WeightType? asked, WeightType expected)
    {
        using var files = new ConversionFixture(new TinyModel { Name = "narrow", Layers = 4, StoredType = stored });

        files.Convert(ConversionFixture.Options with { StoredType = asked, LoraRank = ConversionOptions.FullRank });
        using var folder = ModelFolder.Open(files.Target);

        Assert.Equal((expected, expected, expected), (folder.Weights.Embedding.Type, folder.Weights.Head.Type, folder.Weights.Layers[0].Up.Type));
        Assert.Equal(WeightType.F32, folder.Weights.LayerAt(0, 1).Adapters!.Up!.A.Type);
        Assert.InRange(StoredError(files), 0, 1e-6);
    }

    [Fact]
    public void Convert_OtherFiles_AreCopied()
    {
        using var files = new ConversionFixture();
        string[] copied = ["tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "LICENSE"];
        foreach (string file in copied)
        {
            File.WriteAllText(Path.Combine(files.Source, file), $"content of {file}");
        }

        files.Convert(ConversionFixture.Options);
        using var folder = ModelFolder.Open(files.Target);

        Assert.All(copied, file => Assert.Equal($"content of {file}", File.ReadAllText(Path.Combine(files.Target, file))));
        Assert.Equal([2, 3], folder.GenerationDefaults.EosTokens.ToArray());
        Assert.Equal([files.Target], Directory.GetFileSystemEntries(files.Place)); // nothing else is left
    }

    [Fact]
    public void Convert_Progress_CountsEveryMatrix()
    {
        using var files = new ConversionFixture();
        var seen = new List<ConversionProgress>();

        RecursiveConverter.Convert(files.Source, files.Target, ConversionFixture.Options with { LoraRank = 1 }, new Listener(seen.Add));

        Assert.Equal(Enumerable.Range(1, 6 * 7), seen.Select(progress => progress.Done));
        Assert.All(seen, progress => Assert.Equal(6 * 7, progress.Total));
    }

    [Fact]
    public void Convert_Cancelled_LeavesNothingBehind()
    {
        using var files = new ConversionFixture();
        using var cancellation = new CancellationTokenSource();
        var listener = new Listener(progress =>
        {
            if (progress.Done == 5)
            {
                cancellation.Cancel();
            }
        });

        Assert.Throws<OperationCanceledException>(() => RecursiveConverter.Convert(files.Source, files.Target, ConversionFixture.Options, listener, cancellation.Token));

        Assert.Empty(Directory.GetFileSystemEntries(files.Place));
    }

    [Fact]
    public void ReadArchitecture_ConvertedFolder_IsWhatWasAskedFor()
    {
        using var files = new ConversionFixture(TinyModels.Get("llama-untied-bf16-shards"));
        files.Convert(new ConversionOptions { Sharing = ParameterSharing.Sequence, Loops = 2, LoraRank = 3, LoopKv = LoopKv.RecursionWise });

        var architecture = CheckpointReader.ReadArchitecture(files.Target);

        Assert.Equal(
            (ParameterSharing.Sequence, 2, 2, 3, true, false),
            (architecture.Sharing, architecture.LayersPerLoop, architecture.Loops, architecture.LoraRank, architecture.HasLoopVectors, architecture.TiedHead));
    }

    /// <summary>Frobenius norm of all differences from the original over that of the original, as the files say.</summary>
    private static double StoredError(ConversionFixture files)
    {
        using var source = ModelFolder.Open(files.Source);
        using var target = ModelFolder.Open(files.Target);
        int unique = target.Spec.Layers.Length;
        double error = 0, total = 0;
        for (int original = 0; original < source.Spec.Layers.Length; original++)
        {
            var merged = target.Weights.LayerAt(original % unique, original / unique).Merged();
            foreach (var matrix in NamedWeights.Matrices)
            {
                float[] expected = Values(matrix.Weight(source.Weights.Layers[original])), actual = Values(matrix.Weight(merged));
                error += expected.Zip(actual, (a, b) => ((double)a - b) * (a - b)).Sum();
                total += expected.Sum(value => (double)value * value);
            }
        }

        return Math.Sqrt(error / total);

        static float[] Values(WeightTensor tensor)
        {
            float[] values = new float[tensor.ElementCount];
            tensor.CopyTo(values);
            return values;
        }
    }

    private sealed class Listener(Action<ConversionProgress> listen) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value) => listen(value);
    }
}
