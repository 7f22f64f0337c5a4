using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Tool.Training;
using AdaptiveProvider.Training;
using AdaptiveProvider.Training.Evaluation;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train evaluate</c>: how well a model predicts held-out text, by source and by depth.</summary>
internal sealed class TrainEvaluateCommand : ToolCommand
{
    private readonly Option<string?> _run = new("--run") { Description = "Folder of a training run; its newest checkpoint is measured.", HelpName = "DIR" };
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly CorpusArguments _corpus = new();
    private readonly Option<string?> _tokenizer = TrainingArguments.TokenizerOption();
    private readonly Option<string> _thresholds = new("--thresholds") { Description = "Router thresholds, separated by commas.", HelpName = "0.25,0.5", DefaultValueFactory = _ => "0.25,0.5,0.75" };
    private readonly Option<int?> _batches = NumberOption.Create<int>("--batches", "Batches of 8 rows per source at most (default: 4).", "N");
    private readonly Option<int?> _sequence = NumberOption.Create<int>("--sequence", "Tokens per row (default: the run's).", "N");
    private readonly Option<bool> _assistant = new("--assistant-only") { Description = "Measure on what the assistant says only." };
    private readonly Option<string?> _out = TrainingArguments.OutOption("Folder for evaluation.csv and evaluation.json (default: the run's).");
    private readonly Option<string> _device = TrainingArguments.DeviceOption();
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();

    public TrainEvaluateCommand(TerminalStreams terminal)
        : base("evaluate", "Measure held-out bits per byte by source and depth.", terminal)
    {
        Add(_run);
        Add(_model);
        _corpus.AddTo(this);
        Add(_tokenizer);
        Add(_thresholds);
        Add(_batches);
        Add(_sequence);
        Add(_assistant);
        Add(_out);
        Add(_device);
        Add(_threads);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var subject = EvaluationSubject.Of(arguments.GetValue(_run), arguments.GetValue(_model));
        var corpus = _corpus.Of(arguments);
        double[] thresholds = Thresholds(arguments.GetRequiredValue(_thresholds));
        int batches = ModelArguments.Positive(arguments.GetValue(_batches), "--batches") ?? 4;
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        int? asked = ModelArguments.Positive(arguments.GetValue(_sequence), "--sequence");
        using var parameters = subject.Load(TrainingDevice.Open(arguments.GetRequiredValue(_device), threads), Warn);
        int length = Math.Min(asked ?? subject.SequenceLength, parameters.Architecture.ContextLength);
        var store = corpus.Encode(arguments.GetValue(_tokenizer) ?? subject.TokenizerFolder, length, cacheFolder: null, threads, Warn);
        var report = new HeldOutSurvey(parameters, store).Run(
            HeldOutSurvey.Depths(parameters.Architecture, thresholds), length, batches, arguments.GetValue(_assistant), Watch, cancellationToken);
        if ((arguments.GetValue(_out) ?? subject.ReportFolder) is { } folder)
        {
            report.Write(folder);
        }

        if (WantsJson(arguments))
        {
            Terminal.Text.WriteLine(report.ToJson());
        }
        else
        {
            EvaluationTable.Write(Terminal, report);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private void Watch(string source)
    {
        if (Terminal.ErrorIsTerminal)
        {
            Terminal.Error.WriteLine($"measuring {source}…");
        }
    }

    private void Warn(string line) => Terminal.Error.WriteLine($"adaptive: {Failure.OneLine(line)}");

    private static double[] Thresholds(string text) =>
    [
        .. from part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1
               ? value
               : throw new UsageException($"--thresholds: '{part}' is not a number from 0 to 1."),
    ];
}
