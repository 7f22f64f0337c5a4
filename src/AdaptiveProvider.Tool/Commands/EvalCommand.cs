using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Tool.Inspection;
using AdaptiveProvider.Tool.Measurement.Quality;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>eval</c>: how well a model predicts held-out text at each depth, against depth and measured speed.</summary>
internal sealed class EvalCommand : ToolCommand
{
    private const int SpeedTokens = 64;

    private readonly QualityArguments _measured = new();
    private readonly Option<string> _budgets = new("--budgets") { Description = "Depth budgets, separated by commas.", HelpName = "0.5,0.7,1", DefaultValueFactory = _ => "0.3,0.5,0.6,0.7,0.8,1" };
    private readonly Option<long?> _tokens = NumberOption.Create<long>("--tokens", "Tokens that are read (default: 10000).", "N");
    private readonly Option<int?> _replyTokens = NumberOption.Create<int>("--reply-tokens", "Tokens of the longest continuation that is read (default: 128).", "N");
    private readonly Option<int?> _batch = NumberOption.Create<int>("--batch", $"Requests at a time for the speed, 1 to {QualityArguments.Slots} (default: 8).", "N");
    private readonly Option<int?> _runs = NumberOption.Create<int>("--runs", "Timed runs of every way; the median counts (default: 5).", "N");
    private readonly Option<string?> _out = new("--out") { Description = "Folder for frontier.csv, frontier.json and frontier.svg.", HelpName = "DIR" };

    public EvalCommand(TerminalStreams terminal)
        : base("eval", "Measure quality against depth and speed on held-out documents.", terminal)
    {
        _measured.AddTo(this);
        Add(_budgets);
        Add(_tokens);
        Add(_replyTokens);
        Add(_batch);
        Add(_runs);
        Add(_out);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string[] files = _measured.Files(arguments);
        double[] budgets = Budgets(arguments.GetRequiredValue(_budgets));
        long tokens = arguments.GetValue(_tokens) ?? 10_000;
        int replyTokens = ModelArguments.Positive(arguments.GetValue(_replyTokens), "--reply-tokens") ?? 128;
        int batch = ModelArguments.Positive(arguments.GetValue(_batch), "--batch") ?? 8, runs = ModelArguments.Positive(arguments.GetValue(_runs), "--runs") ?? 5;
        if (batch > QualityArguments.Slots || tokens < 1)
        {
            throw new UsageException(tokens < 1 ? $"--tokens must be at least 1; it is {tokens}." : $"--batch must be at most {QualityArguments.Slots}; it is {batch}.");
        }

        await using var model = await _measured.LoadAsync(arguments, isCalibrated: true, cancellationToken).ConfigureAwait(false);
        var texts = Until(new HeldOutTexts(model, QualityArguments.PromptMax(model, Math.Max(replyTokens, SpeedTokens)), replyTokens).Read(files, _measured.TakesAll(arguments)), tokens);
        int[][] prompts = [.. Enumerable.Range(0, batch).Select(index => texts[index % texts.Count].Prompt)];
        var points = await new QualityRun(model, Watch).MeasureAsync(QualityCase.Of(model, budgets), texts, prompts, SpeedTokens, runs, cancellationToken).ConfigureAwait(false);
        string data = string.Create(
            CultureInfo.InvariantCulture,
            $"{texts.Sum(text => text.Continuation.Length)} tokens, {texts.Sum(text => text.ContinuationBytes)} bytes of {texts.Count} documents of {string.Join(", ", files.Select(Path.GetFileName))}{(_measured.TakesAll(arguments) ? "" : ", held out from training")}");
        string machine = string.Create(
            CultureInfo.InvariantCulture, $"{ProcessorFacts.Name()}; {model.Engine.ExecutorInfo.Device}; speed: {batch} requests at a time, {SpeedTokens} tokens each with their prompts, median of {runs}");
        var report = new QualityReport(model.Name, data, machine, points);
        if (arguments.GetValue(_out) is { } folder)
        {
            report.Write(folder);
        }

        if (WantsJson(arguments))
        {
            Terminal.Output.Write(report.ToJson());
            Terminal.Text.WriteLine();
        }
        else
        {
            report.WriteTable(Terminal);
        }

        return ExitCode.Success;
    }

    private void Watch(string line)
    {
        if (Terminal.ErrorIsTerminal)
        {
            Terminal.Error.WriteLine(line);
        }
    }

    private static List<HeldOutText> Until(IReadOnlyList<HeldOutText> texts, long tokens)
    {
        var taken = new List<HeldOutText>();
        for (long count = 0; taken.Count < texts.Count && count < tokens; count += taken[^1].Continuation.Length)
        {
            taken.Add(texts[taken.Count]);
        }

        return taken;
    }

    private static double[] Budgets(string text) =>
    [
        .. from part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           select double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double budget) && budget is > 0 and <= 1
               ? budget
               : throw new UsageException($"--budgets: '{part}' is not a number above 0 and at most 1."),
    ];
}
