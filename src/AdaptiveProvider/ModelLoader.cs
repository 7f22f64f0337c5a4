using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider;

/// <summary>Puts a model together from a folder; gives back everything it opened when a part fails.</summary>
internal static class ModelLoader
{
    // Packing weights dominates; reading the folder is the small rest.
    private const double FolderFraction = 0.05;

    public static AdaptiveModel Load(string path, AdaptiveModelOptions options, IProgress<ModelLoadProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new ModelLoadProgress(ModelLoadPhase.ReadingFolder, 0));
        var folder = ModelFolder.Open(path);
        IModelExecutor? executor = null;
        try
        {
            var loaded = new LoadedFolder(folder, options.ModelId ?? AdaptiveModel.NameOf(folder.Path), LoadTokenizer(path), LoadTemplate(path, options), folder.GenerationDefaults)
            {
                Calibration = CalibrationLoader.Load(folder, options),
            };
            cancellationToken.ThrowIfCancellationRequested();
            executor = ExecutorSelection.Load(folder, options, loaded.Calibration?.DraftVocabulary ?? [], progress is null ? null : new WeightProgress(progress), cancellationToken);
            var model = new AdaptiveModel(loaded, executor, options);
            progress?.Report(new ModelLoadProgress(ModelLoadPhase.Ready, 1));
            return model;
        }
        catch
        {
            executor?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    private static Tokenizer? LoadTokenizer(string path) => File.Exists(Path.Combine(path, "tokenizer.json")) ? Tokenizer.Load(path) : null;

    private static ChatTemplate? LoadTemplate(string path, AdaptiveModelOptions options) => options.ChatTemplate is { } source
        ? ChatTemplate.Parse(source, nameof(AdaptiveModelOptions.ChatTemplate))
        : ChatTemplate.Load(path);

    /// <summary>Reports at once, in order: <see cref="Progress{T}"/> would post to a pool and reorder.</summary>
    private sealed class WeightProgress(IProgress<ModelLoadProgress> progress) : IProgress<double>
    {
        public void Report(double value)
            => progress.Report(new ModelLoadProgress(ModelLoadPhase.PreparingWeights, FolderFraction + ((1 - FolderFraction) * value)));
    }
}
