using System.Globalization;
using System.Text.Json;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Evaluation;
using AdaptiveProvider.Training.Reporting;
using TorchSharp;

namespace AdaptiveProvider.Training.Recipes.PaperTable;

/// <summary>
/// Mixture-of-Recursions' main comparison (table 3) at a small size: vanilla, recursive and routed models at equal training tokens and at equal
/// training FLOPs. Every finished run is kept, so that a recipe that was stopped goes on where it was.
/// </summary>
public sealed class PaperTableRecipe
{
    private const string ResultFile = "result.json", ConfigurationFile = "run.json", SettingsFile = "settings.json";
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(2);

    private readonly PaperTableOptions _options;
    private readonly TokenStore _store;
    private readonly torch.Device _device;
    private readonly string _folder;
    private readonly Action<string> _report;
    private readonly MixConfiguration _mix;
    private readonly IReadOnlyList<PaperTableVariant> _variants;

    /// <summary>Prepares the comparison.</summary>
    /// <param name="options">The sizes.</param>
    /// <param name="store">The corpus; all of its sources are drawn from in proportion to their size.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="folder">For runs and tables; created when missing.</param>
    /// <param name="report">Told what happens, line by line.</param>
    /// <exception cref="TrainingException">An option is wrong, or the folder holds a comparison of other settings.</exception>
    public PaperTableRecipe(PaperTableOptions options, TokenStore store, torch.Device device, string folder, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        options.Validate();
        (_options, _store, _device, _folder, _report) = (options, store, device, folder, report);
        _mix = MixConfiguration.Proportional(store);
        _variants = PaperTableVariant.All(options, store.VocabularySize);
        CheckSettings();
    }

    /// <summary>Trains what is not yet trained, and writes the table as table.md and table.csv.</summary>
    /// <returns>The results, in the order of the table; null when the recipe was cancelled before its end.</returns>
    /// <exception cref="TrainingException">A run fails; what was finished is kept.</exception>
    public IReadOnlyList<PaperTableResult>? Run(CancellationToken cancellationToken)
    {
        if (ChooseRate(cancellationToken) is not { } rate)
        {
            return null;
        }

        var results = new List<PaperTableResult>();
        foreach (var (name, run) in Runs(rate))
        {
            if (Finish(run, Path.Combine(_folder, name), cancellationToken) is not { } result)
            {
                return null;
            }

            results.Add(result);
            PaperTableReport.Write(_folder, results);
        }

        return results;
    }

    private IEnumerable<(string Folder, PaperTableRun Run)> Runs(double rate)
    {
        var vanilla = PaperTableRun.Of(_variants[0], _variants[0], _options, rate)[0];
        return [
            .. from variant in _variants from run in PaperTableRun.Of(variant, _variants[0], _options, rate) select (run.Folder, run),
            .. from repeat in Enumerable.Range(1, _options.RepeatedRuns)
               let run = vanilla with { Seed = _options.Seed + repeat }
               select (string.Create(CultureInfo.InvariantCulture, $"{run.Folder}-seed-{run.Seed}"), run)];
    }

    /// <summary>The rate at which a short vanilla run predicts held-out text best.</summary>
    private double? ChooseRate(CancellationToken cancellationToken)
    {
        var tried = new List<PaperTableResult>();
        foreach (double rate in _options.LearningRates.Count == 1 ? [] : _options.LearningRates)
        {
            var run = new PaperTableRun(_variants[0], PaperTableBudget.Tokens, Math.Max(1, _options.Steps / 4), rate, _options.Seed);
            if (Finish(run, Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"rate-{rate}")), cancellationToken) is not { } result)
            {
                return null;
            }

            tried.Add(result);
        }

        return tried.Count == 0 ? _options.LearningRates[0] : tried.MinBy(result => result.BitsPerByte)!.LearningRate;
    }

    /// <summary>A run's result, kept or new; null when cancelled.</summary>
    private PaperTableResult? Finish(PaperTableRun run, string folder, CancellationToken cancellationToken)
    {
        string file = Path.Combine(folder, ResultFile);
        if (File.Exists(file))
        {
            return RecordFile.Read<PaperTableResult>(file);
        }

        var configuration = run.Configuration(_options);
        RecordFile.Write(Path.Combine(folder, ConfigurationFile), configuration);
        var source = new BatchSource(_store, _mix, configuration.BatchRows, configuration.SequenceLength, configuration.AssistantOnly, configuration.Seed);
        using var trainer = new Trainer(configuration, source, _device, folder, _report);
        _report(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(folder)}: {trainer.Parameters.NonEmbeddingCount:N0} parameters, {run.Steps} steps, from step {trainer.Step}"));
        var watch = new RunWatch(Path.GetFileName(folder), _report);
        if (!Train(trainer, run, folder, watch, cancellationToken))
        {
            return null;
        }

        var result = Measure(run, trainer, source, CurveEnd.Read(folder), cancellationToken);
        RecordFile.Write(file, result);
        _report(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(folder)}: {result.BitsPerByte:F4} bits per byte at {result.MeanLayers:F2} layers, {result.Seconds:F0} s"));
        return result;
    }

    /// <summary>Trains to the end; a routed model's constant part is left for its longer run as well, which needs not repeat it.</summary>
    private bool Train(Trainer trainer, PaperTableRun run, string folder, RunWatch watch, CancellationToken cancellationToken)
    {
        if (run.Variant.IsRouted && run.Budget == PaperTableBudget.Tokens && trainer.Step < run.StableSteps)
        {
            using var stable = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            trainer.Run(Follow, CheckpointInterval, null, stable.Token);
            if (trainer.Step == run.StableSteps)
            {
                RunCopy.Copy(folder, Path.Combine(_folder, (run with { Budget = PaperTableBudget.Flops }).Folder));
            }

            void Follow(TrainingProgress progress)
            {
                watch.Add(progress);
                if (progress.Step == run.StableSteps)
                {
                    stable.Cancel();
                }
            }
        }

        return trainer.Run(watch.Add, CheckpointInterval, null, cancellationToken);
    }

    private PaperTableResult Measure(PaperTableRun run, Trainer trainer, BatchSource source, CurveEnd end, CancellationToken cancellationToken)
    {
        var depth = run.Variant.Architecture.Router is { Kind: Architecture.RouterKind.ExpertChoice } ? DepthSetting.Threshold(0.5) : DepthSetting.Full;
        var evaluator = new HeldOutEvaluator(trainer.Parameters);
        var figures = _store.Sources.Select(name => name.Split('/')[0]).Distinct()
            .Select(group => evaluator.Measure(source.HeldOut(group, _options.HeldOutBatchesMax), depth, cancellationToken)).ToList();
        long bytes = figures.Sum(figure => figure.Bytes), tokens = run.Steps * _options.TokensPerStep;
        return new PaperTableResult(
            run.Variant.Name,
            run.Budget,
            trainer.Parameters.NonEmbeddingCount,
            tokens * TrainingFlops.PerToken(run.Variant.Architecture, _options.SequenceLength),
            tokens,
            run.Seed,
            run.LearningRate,
            figures.Sum(figure => figure.BitsPerByte * figure.Bytes) / bytes,
            figures.ToDictionary(figure => figure.Source, figure => figure.BitsPerByte),
            figures.Sum(figure => figure.MeanLayers * figure.Tokens) / figures.Sum(figure => figure.Tokens),
            end.Loss,
            end.Loops,
            trainer.TimeSpent.TotalSeconds);
    }

    private void CheckSettings()
    {
        string file = Path.Combine(_folder, SettingsFile);
        var settings = new PaperTableSettings(_options, _store.Key);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(_folder);
            RecordFile.Write(file, settings);
        }
        else if (JsonSerializer.Serialize(RecordFile.Read<PaperTableSettings>(file), TrainingConfiguration.Json) != JsonSerializer.Serialize(settings, TrainingConfiguration.Json))
        {
            throw new TrainingException($"{_folder} holds a comparison of another corpus, tokenizer or other sizes ({SettingsFile}). Name another folder, or go on with the same ones.");
        }
    }
}
