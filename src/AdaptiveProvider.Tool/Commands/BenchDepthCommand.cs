using System.CommandLine;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Tool.Inspection;
using AdaptiveProvider.Tool.Measurement;
using AdaptiveProvider.Tool.Measurement.DepthBench;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>bench depth</c>: what spending less depth gains in time, against the model's own full depth.</summary>
internal sealed class BenchDepthCommand : ToolCommand
{
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly Option<string?> _shape = new("--shape") { Description = $"Random weights of a known shape, at fixed depths: {string.Join(", ", KnownShapes.Names)}.", HelpName = "NAME" };
    private readonly Option<string?> _against = new("--against") { Description = "Another model to compare with, at full depth and with the same prompts.", HelpName = "DIR" };
    private readonly Option<string?> _prompts = new("--prompts") { Description = "Prompts: a text per line, or JSON lines with messages or text (default: a few sentences).", HelpName = "FILE" };
    private readonly Option<string> _device = ModelArguments.DeviceOption();
    private readonly Option<string?> _dtype = new("--dtype") { Description = "Precision of the weights (default: int8; bf16 with libtorch).", HelpName = "f32|bf16|int8" };
    private readonly Option<int?> _promptTokens = NumberOption.Create<int>("--prompt-tokens", "Prompt tokens of each request (default: 64).", "N");
    private readonly Option<int?> _tokens = NumberOption.Create<int>("--tokens", "Tokens that each request generates (default: 128).", "N");
    private readonly Option<string> _batches = new("--batches") { Description = "Requests at a time, separated by commas.", HelpName = "1,8,32", DefaultValueFactory = _ => "1,8,32" };
    private readonly Option<int?> _runs = NumberOption.Create<int>("--runs", "Runs of every case; the median counts (default: 5).", "N");
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();

    public BenchDepthCommand(TerminalStreams terminal)
        : base("depth", "Measure what spending less depth gains in time.", terminal)
    {
        Add(_model);
        Add(_shape);
        Add(_against);
        Add(_prompts);
        Add(_device);
        Add(_dtype);
        Add(_promptTokens);
        Add(_tokens);
        Add(_batches);
        Add(_runs);
        Add(_threads);
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var load = Load(arguments);
        int[] batches = Batches(arguments.GetRequiredValue(_batches));
        var prompts = DepthPrompts.Read(arguments.GetValue(_prompts));
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        var device = BenchDevice.Of(arguments.GetRequiredValue(_device), threads);
        await using var model = await OpenAsync(Subject(arguments), stepsLoops: true).ConfigureAwait(false);
        MeasuredModel? other = arguments.GetValue(_against) is { } against ? await OpenAsync(BenchSubject.OfFolder(against), stepsLoops: false).ConfigureAwait(false) : null;
        DepthReport report;
        try
        {
            report = await MeasureAsync(model, other, prompts, load, batches, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (other is not null)
            {
                await other.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (WantsJson(arguments))
        {
            report.WriteJson(Terminal);
        }
        else
        {
            report.WriteTable(Terminal);
        }

        return ExitCode.Success;

        Task<MeasuredModel> OpenAsync(BenchSubject subject, bool stepsLoops)
        {
            if (load.SlotLength > subject.Spec.ContextLength)
            {
                subject.Dispose();
                throw new UsageException($"--prompt-tokens and --tokens make {load.SlotLength} tokens; {subject.Name} has a context of {subject.Spec.ContextLength}.");
            }

            return MeasuredModel.LoadAsync(subject, device, Precision(arguments), batches.Max(), load.SlotLength, stepsLoops, isCalibrated: true, cancellationToken);
        }
    }

    private async Task<DepthReport> MeasureAsync(
        MeasuredModel model, MeasuredModel? other, DepthPrompts prompts, DepthLoad load, int[] batches, CancellationToken cancellationToken)
    {
        var info = model.Engine.ExecutorInfo;
        var cases = DepthCases.Of(info, model.Calibration, model.IsTrained, model.Stepped is not null, other is not null);
        var rows = new List<DepthRow>();
        var neighbours = new List<NeighbourRow>();
        foreach (int batch in batches)
        {
            Watch($"{batch} at a time: {cases.Count} cases…");
            int[][] own = prompts.Of(model, batch, load.PromptTokens), others = other is null ? [] : prompts.Of(other, batch, load.PromptTokens);
            rows.AddRange(await new DepthRun(model, other, load.Tokens, load.Runs).MeasureAsync(cases, own, others, cancellationToken).ConfigureAwait(false));
            if (batch < 2 || DepthCases.Shallowest(info, model.Calibration, model.IsTrained) is not { } shallow)
            {
                continue;
            }

            foreach (var engine in model.Stepped is null ? [model.Engine] : new[] { model.Engine, model.Stepped })
            {
                neighbours.Add(await new NeighbourRun(model, prompts, load).MeasureAsync(engine, shallow, batch, cancellationToken).ConfigureAwait(false));
            }
        }

        return new DepthReport(model.Name, other?.Name, ProcessorFacts.Name(), info.Device, load, model.Work, rows, neighbours);
    }

    private BenchSubject Subject(ParseResult arguments) => (arguments.GetValue(_model), arguments.GetValue(_shape)) switch
    {
        (null, { } shape) => BenchSubject.OfShape(shape),
        ({ }, { }) => throw new UsageException("give either --model DIR or --shape NAME."),
        _ => BenchSubject.OfFolder(ModelArguments.FolderOrDefault(arguments, _model)),
    };

    private DepthLoad Load(ParseResult arguments)
    {
        int tokens = ModelArguments.Positive(arguments.GetValue(_tokens), "--tokens") ?? 128;
        return new DepthLoad(
            ModelArguments.Positive(arguments.GetValue(_promptTokens), "--prompt-tokens") ?? 64,
            tokens >= 2 ? tokens : throw new UsageException($"--tokens must be at least 2, since the first token belongs to the prompt; it is {tokens}."),
            ModelArguments.Positive(arguments.GetValue(_runs), "--runs") ?? 5);
    }

    private Precision? Precision(ParseResult arguments) => arguments.GetValue(_dtype) switch
    {
        null => null,
        { } name => PrecisionNames.TryParse(name, out var precision) ? precision : throw new UsageException($"--dtype '{name}' is not known; use f32, bf16 or int8."),
    };

    private static int[] Batches(string text)
    {
        int[] batches = TokenIdList.Parse(text, "--batches");
        return batches.Length > 0 && batches.Min() >= 1 ? batches : throw new UsageException("--batches needs numbers of at least 1, separated by commas.");
    }

    private void Watch(string line)
    {
        if (Terminal.ErrorIsTerminal)
        {
            Terminal.Error.WriteLine(line);
        }
    }
}
