using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Engine.Depth.Calibration;
using AdaptiveProvider.Tool.Measurement.Quality;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>calibrate</c>: measures what a model's ways to spend depth are worth and writes it beside the weights.</summary>
internal sealed class CalibrateCommand : ToolCommand
{
    private readonly QualityArguments _measured = new();
    private readonly Option<long?> _tokens = NumberOption.Create<long>("--tokens", "Tokens of all replies that are measured (default: 20000).", "N");
    private readonly Option<int?> _replyTokens = NumberOption.Create<int>("--reply-tokens", "Tokens of the longest reply (default: 64).", "N");
    private readonly Option<string?> _out = new("--out") { Description = $"Where the calibration goes (default: {CalibrationFile.Name} in the model's folder).", HelpName = "FILE" };

    public CalibrateCommand(TerminalStreams terminal)
        : base("calibrate", "Measure how often less depth gives full depth's tokens, and keep it beside the model.", terminal)
    {
        _measured.AddTo(this);
        Add(_tokens);
        Add(_replyTokens);
        Add(_out);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string[] files = _measured.Files(arguments);
        long tokens = arguments.GetValue(_tokens) ?? 20_000;
        if (tokens < 1)
        {
            throw new UsageException($"--tokens must be at least 1; it is {tokens}.");
        }

        int replyTokens = ModelArguments.Positive(arguments.GetValue(_replyTokens), "--reply-tokens") ?? 64;
        string folder = _measured.Folder(arguments);
        await using var model = await _measured.LoadAsync(arguments, isCalibrated: false, cancellationToken).ConfigureAwait(false);
        var texts = new HeldOutTexts(model, QualityArguments.PromptMax(model, replyTokens), replyTokens).Read(files, _measured.TakesAll(arguments));
        string dataset = $"prompts of {string.Join(", ", files.Select(Path.GetFileName))}{(_measured.TakesAll(arguments) ? "" : ", held out from training")}, {model.Engine.ExecutorInfo.Device}";
        var calibration = await new Calibrator(model, Watch).MeasureAsync(texts, tokens, replyTokens, dataset, cancellationToken).ConfigureAwait(false);
        string path = arguments.GetValue(_out) ?? Path.Combine(folder, CalibrationFile.Name);
        CalibrationFile.Write(path, calibration);
        if (WantsJson(arguments))
        {
            Terminal.Output.Write(CalibrationFile.ToJson(calibration));
            Terminal.Text.WriteLine();
        }
        else
        {
            WriteTable(calibration, path);
        }

        return ExitCode.Success;
    }

    private void WriteTable(DepthCalibration calibration, string path)
    {
        var table = new Table().AddColumns("method", "measure", "threshold", "mean depth", "agreement", "at least (95%)");
        foreach (var method in calibration.Methods)
        {
            foreach (var point in method.Points)
            {
                table.AddRow(
                    $"{method.Method}", $"{method.Measure}", Text($"{point.Threshold:0.#####}"), Text($"{point.MeanDepth:F3}"), Text($"{point.Agreement:P1}"), Text($"{point.AgreementLower:P1}"));
            }
        }

        var console = Terminal.OutputConsole();
        console.Write(table);
        console.WriteLine(Text($"{calibration.Tokens} tokens; {calibration.Dataset}; {calibration.DraftVocabulary.Length} tokens for drafts; {string.Join(", ", calibration.DraftAcceptance.Select(entry => Text($"{entry.Acceptance:P0} of drafts after {entry.Exit} passes stood")))}"));
        console.WriteLine($"written to {path}");
    }

    private void Watch(string line)
    {
        if (Terminal.ErrorIsTerminal)
        {
            Terminal.Error.WriteLine(line);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
