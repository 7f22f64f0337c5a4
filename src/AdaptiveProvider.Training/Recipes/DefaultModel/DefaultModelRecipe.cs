using System.Globalization;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Evaluation;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Routers;
using TorchSharp;

namespace AdaptiveProvider.Training.Recipes.DefaultModel;

/// <summary>
/// Makes the default model: tokenizer, pretraining, chat tuning on longer rows, held-out figures, export. Every finished part is kept, so that a
/// recipe that was stopped goes on where it was.
/// </summary>
public sealed class DefaultModelRecipe
{
    private const int HeldOutBatches = 2;
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(5);
    private static readonly double[] Thresholds = [0.25, 0.5, 0.75];

    private readonly DefaultModelPlan _plan;
    private readonly TrainingCorpus _corpus;
    private readonly torch.Device _device;
    private readonly string _folder;
    private readonly string _tokenizerFolder;
    private readonly Action<string> _report;

    /// <summary>Prepares the recipe.</summary>
    /// <param name="plan">What to do, scaled to the tokenizer.</param>
    /// <param name="corpus">What to train on.</param>
    /// <param name="tokenizerFolder">The tokenizer.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="folder">For all results; the model is in its folder model.</param>
    /// <param name="report">Told what happens, line by line.</param>
    public DefaultModelRecipe(DefaultModelPlan plan, TrainingCorpus corpus, string tokenizerFolder, torch.Device device, string folder, Action<string> report)
        => (_plan, _corpus, _tokenizerFolder, _device, _folder, _report) = (plan, corpus, tokenizerFolder, device, folder, report);

    /// <summary>Where the model is in the end.</summary>
    public string ModelFolder => Path.Combine(_folder, "model");

    /// <summary>Does what is not yet done.</summary>
    /// <returns>The held-out figures of the finished model; null when the recipe was cancelled before its end.</returns>
    /// <exception cref="TrainingException">A stage fails; what was finished is kept.</exception>
    /// <exception cref="CorpusException">The corpus cannot be used.</exception>
    public HeldOutReport? Run(CancellationToken cancellationToken)
    {
        string? before = null;
        TokenStore? store = null;
        foreach (var stage in _plan.Stages)
        {
            string folder = Path.Combine(_folder, stage.Name);
            using var session = Open(stage, folder, before);
            RequireSources(session.Store);
            _report(string.Create(CultureInfo.InvariantCulture, $"{stage.Name}: {session.ParameterCount:N0} parameters, {stage.Training.Steps} steps, from step {session.Step}"));
            if (session.Step < stage.Training.Steps && !session.Run(new RunWatch(stage.Name, _report).Add, CheckpointInterval, null, cancellationToken))
            {
                return null;
            }

            (before, store) = (folder, session.Store);
        }

        return Finish(new RunFolder(before!), store!, cancellationToken);
    }

    // A later stage must not fail for a lack of data when the first one has taken its hours.
    private void RequireSources(TokenStore store)
    {
        foreach (var stage in _plan.Stages)
        {
            PresentSources.Of(stage.Mix, store, stage.Training.AssistantOnly, _ => { });
        }
    }

    private TrainingSession Open(DefaultModelStage stage, string folder, string? before)
    {
        var request = new TrainingRequest
        {
            Configuration = stage.Training,
            Mix = store => PresentSources.Of(stage.Mix, store, stage.Training.AssistantOnly, _report),
            Corpus = _corpus,
            TokenizerFolder = _tokenizerFolder,
            Folder = folder,
            InitializeFrom = before,
        };
        return TrainingSession.Open(request, _device, _report);
    }

    private void Average(ModelParameters last)
    {
        List<ModelParameters> others =
            [.. _plan.Stages.SkipLast(1).TakeLast(_plan.Averaged - 1).Select(stage => new RunFolder(Path.Combine(_folder, stage.Name)).LoadParameters(_device, _report))];
        ParameterAverage.Into(last, others);
        others.ForEach(other => other.Dispose());
    }

    // Training gives every depth; which tokens are worth it is fitted to the finished model.
    private ModelParameters FitRouters(ModelParameters trained, TokenStore store)
    {
        var last = _plan.Stages[^1];
        var source = new BatchSource(
            store, PresentSources.Of(last.Mix, store, last.Training.AssistantOnly, _ => { }), last.Training.BatchRows, last.Training.SequenceLength, last.Training.AssistantOnly, last.Training.Seed);
        _report("Fitting the routers.");
        return RouterFitting.Fit(trained, source.Endless());
    }

    private HeldOutReport Finish(RunFolder run, TokenStore store, CancellationToken cancellationToken)
    {
        using var trained = run.LoadParameters(_device, _report);
        Average(trained);
        using var parameters = FitRouters(trained, store);
        var figures = new HeldOutSurvey(parameters, store).Run(
            HeldOutSurvey.Depths(parameters.Architecture, Thresholds), run.ReadConfiguration().SequenceLength, HeldOutBatches, isChat: false, _ => { }, cancellationToken);
        figures.Write(_folder);
        ModelExporter.Export(ModelFolder, parameters, _plan.StoredType, _plan.Threshold, _tokenizerFolder);
        _report($"The model is in {ModelFolder}.");
        return figures;
    }
}
