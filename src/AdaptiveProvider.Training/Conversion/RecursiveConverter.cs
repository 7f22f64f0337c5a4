using System.Collections.Immutable;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>
/// Makes a recursive or relaxed recursive model of an ordinary one: layers that share weights, and low-rank pairs that start as the best
/// approximation of what sharing changes (Relaxed Recursive Transformers, 2410.20672).
/// </summary>
/// <remarks>
/// The pairs' product is added once. The code published with Mixture-of-Recursions scales it by alpha / rank with an alpha of twice the rank, so
/// that its start lies as far beyond the original as the shared weights lie before it; this is a deliberate difference.
/// </remarks>
public static class RecursiveConverter
{
    /// <summary>Converts a model folder.</summary>
    /// <param name="sourceFolder">A Llama-like model: Llama, SmolLM2, Mistral without a window, Qwen2. It is only read.</param>
    /// <param name="targetFolder">Created when the conversion is complete, not before; must not exist.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told of every matrix; null for nobody.</param>
    /// <param name="cancellationToken">Stops between matrices and leaves nothing behind.</param>
    /// <returns>What was made, and what other ranks would lose.</returns>
    /// <exception cref="ModelFormatException">The source cannot be read, or has something that the recursive format does not know; the exception names file and field.</exception>
    /// <exception cref="ConversionException">An option does not fit the model, or the target exists, lies inside the source, does not fit on the disk or cannot be written.</exception>
    public static ConversionReport Convert(
        string sourceFolder, string targetFolder, ConversionOptions options, IProgress<ConversionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetFolder);
        using var source = ModelFolder.Open(sourceFolder);
        ConversionSource.RequirePlain(source);
        var plan = new SharingPlan(options.Sharing, options.Loops, source.Spec.Layers.Length);
        var settings = Settings(source, options);
        using var target = new ConversionTarget(sourceFolder, targetFolder, ConversionSize.Estimate(source.Weights, plan, settings));
        TorchRuntime.Load();
        try
        {
            int full = ConversionSource.FullRank(source.Weights), done = 0, total = plan.SharedCount * NamedWeights.Matrices.Count;
            var errors = new RankErrors(full);
            var vectors = new LayerVectors(source.Weights);
            var converter = new LayerConverter(source.Weights, vectors, settings, errors, item =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new ConversionProgress(++done, total, item));
            });
            var tensors = Tensors(source.Weights, plan, SourceLayers.Choose(options.Initialization, plan, options.Seed), converter, settings).ToList();
            Write(target, source, options, plan, settings, vectors, tensors);
            return new ConversionReport(
                source.Weights.ParameterCount, tensors.Sum(tensor => tensor.ElementCount), plan.Originals.Length, source.Spec.Layers.Length, settings.Rank, full, errors.ByRank);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw target.Unwritable(failure);
        }
    }

    private static void Write(
        ConversionTarget target, ModelFolder source, ConversionOptions options, SharingPlan plan, LayerSettings settings, LayerVectors vectors, List<WeightTensor> tensors)
    {
        var architecture = ArchitectureReader.ReadSizes(source) with
        {
            Sharing = options.Sharing,
            LayersPerLoop = plan.LayersPerLoop,
            Loops = options.Loops,
            LoopKv = options.LoopKv,
            HasLoopVectors = settings.HasLoopVectors,
            LoraRank = settings.Rank,
        };
        SafetensorsWriter.Write(Path.Combine(target.Partial, "model.safetensors"), tensors, new Dictionary<string, string> { ["format"] = "pt" });
        ConvertedConfiguration.Write(
            Path.Combine(target.Partial, "config.json"), source.Path, architecture, source.Spec.Activation, vectors, tensors[0].Type);
        AccompanyingFiles.Copy(source.Path, target.Partial);
        RequireReadable(target.Partial, source);
        target.Complete();
    }

    private static LayerSettings Settings(ModelFolder source, ConversionOptions options)
    {
        const int FormatRankMax = 4096;
        int full = ConversionSource.FullRank(source.Weights);
        int rank = options.LoraRank == ConversionOptions.FullRank ? full : options.LoraRank;
        Require(rank >= 0 && rank <= full, $"LoraRank is {rank}; it must be from 0 to {full}, the full rank of this model.");
        Require(rank <= FormatRankMax, $"LoraRank is {rank}; the format stores pairs up to rank {FormatRankMax}.");
        Require(options.StoredType is null or WeightType.F32 or WeightType.F16 or WeightType.BF16, $"StoredType is {options.StoredType}; it must be F32, F16 or BF16.");
        Require(Enum.IsDefined(options.LoopKv), $"LoopKv is {options.LoopKv}; it must be recursion-wise or shared from the first loop.");
        return new LayerSettings(source.Path, rank, options.HasLoopVectors ?? rank > 0, options.StoredType);
    }

    private static IEnumerable<WeightTensor> Tensors(
        DecoderWeights weights, SharingPlan plan, ImmutableArray<ImmutableArray<int>> sources, LayerConverter converter, LayerSettings settings)
    {
        yield return Stored(weights.Embedding, ParameterNames.Embedding);
        for (int layer = 0; layer < plan.Originals.Length; layer++)
        {
            bool isShared = plan.Originals[layer].Length > 1;
            foreach (var tensor in converter.Convert(layer, plan.Originals[layer], isShared ? sources[layer - plan.FirstShared] : plan.Originals[layer]))
            {
                yield return tensor;
            }
        }

        yield return weights.FinalNorm.Renamed(ParameterNames.FinalNorm);
        if (weights.Head != weights.Embedding)
        {
            yield return Stored(weights.Head, ParameterNames.Head);
        }

        WeightTensor Stored(WeightTensor weight, string name) => LayerConverter.Mean(name, [weight], settings.StoredType);
    }

    // A folder that does not read as the same model must not appear.
    private static void RequireReadable(string folder, ModelFolder source)
    {
        using var written = ModelFolder.Open(folder);
        WeightShapes.Check(written.Spec, written.Weights);
        Require(ConversionSource.IsAlike(source.Spec, written.Spec), "The converted model's config.json does not read as the original's. Report the original's config.json as a defect.");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ConversionException(problem);
        }
    }
}
