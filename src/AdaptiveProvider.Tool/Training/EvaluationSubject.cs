using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Model;
using AdaptiveProvider.Training.Recipes;
using TorchSharp;

namespace AdaptiveProvider.Tool.Training;

/// <summary>What is measured: a run's newest checkpoint, or a model folder.</summary>
/// <param name="TokenizerFolder">Its tokenizer.</param>
/// <param name="SequenceLength">Tokens per row unless asked otherwise; the model's context is the limit.</param>
/// <param name="ReportFolder">Where figures are kept unless asked otherwise; null for nowhere.</param>
/// <param name="Load">Puts the model on a device.</param>
internal sealed record EvaluationSubject(string TokenizerFolder, int SequenceLength, string? ReportFolder, Func<torch.Device, Action<string>, ModelParameters> Load)
{
    private const int UsualSequenceLength = 256;

    /// <summary>Whichever of the two the command line names.</summary>
    /// <exception cref="UsageException">It names none or both.</exception>
    public static EvaluationSubject Of(string? run, string? model) => (run, model) switch
    {
        ({ } folder, null) => OfRun(folder),
        (null, { } folder) => OfModel(folder),
        _ => throw new UsageException("give either --run DIR, the --out folder of a training run, or --model DIR."),
    };

    /// <summary>A training run.</summary>
    public static EvaluationSubject OfRun(string folder)
    {
        var run = new RunFolder(folder);
        return new EvaluationSubject(run.TokenizerFolder, run.ReadConfiguration().SequenceLength, folder, run.LoadParameters);
    }

    /// <summary>A model folder, which is left as it is.</summary>
    public static EvaluationSubject OfModel(string folder)
        => new(folder, UsualSequenceLength, ReportFolder: null, (device, _) => CheckpointReader.Read(folder, device));
}
