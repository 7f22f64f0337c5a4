using System.CommandLine;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Tool.Measurement;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>bench</c>: measures prompt and decode speed through the engine, on a model or on random weights of a known shape.</summary>
internal sealed class BenchCommand : ToolCommand
{
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly Option<string?> _shape = new("--shape") { Description = $"Random weights of a known shape: {string.Join(", ", KnownShapes.Names)}.", HelpName = "NAME" };
    private readonly Option<string> _device = ModelArguments.DeviceOption();
    private readonly Option<string?> _dtypes = new("--dtype") { Description = "Precisions of the weights, separated by commas (default: int8; bf16 with libtorch).", HelpName = "f32,bf16,int8" };
    private readonly Option<string> _batches = new("--batch") { Description = "Requests at a time, separated by commas.", HelpName = "1,8,16", DefaultValueFactory = _ => "1" };
    private readonly Option<int?> _prompt = NumberOption.Create<int>("--prompt", "Prompt tokens of each request (default: 512).", "N");
    private readonly Option<int?> _generate = NumberOption.Create<int>("--generate", "Tokens that each request generates (default: 64).", "N");
    private readonly Option<int?> _repeat = NumberOption.Create<int>("--repeat", "Runs per row of the table; the median counts (default: 3).", "N");
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();
    private readonly DepthArguments _depth = new();

    public BenchCommand(TerminalStreams terminal)
        : base("bench", "Measure prompt and decode speed through the engine.", terminal)
    {
        Add(_model);
        Add(_shape);
        Add(_device);
        Add(_dtypes);
        Add(_batches);
        Add(_prompt);
        Add(_generate);
        Add(_repeat);
        Add(_threads);
        _depth.AddTo(this);
        Add(new BenchDepthCommand(terminal));
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        int[] batches = TokenIdList.Parse(arguments.GetRequiredValue(_batches), "--batch");
        var load = new BenchLoad(
            ModelArguments.Positive(arguments.GetValue(_prompt), "--prompt") ?? 512,
            AtLeastTwo(arguments.GetValue(_generate) ?? 64),
            ModelArguments.Positive(arguments.GetValue(_repeat), "--repeat") ?? 3);
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        if (batches.Length == 0 || batches.Min() < 1)
        {
            throw new UsageException("--batch needs numbers of at least 1, separated by commas.");
        }

        var depth = _depth.ToOptions(arguments);
        var device = BenchDevice.Of(arguments.GetRequiredValue(_device), threads);
        Precision[] precisions = arguments.GetValue(_dtypes) is { } names ? Precisions(names) : [device.DefaultPrecision];
        using var subject = Subject(arguments);
        load.ThrowIfLongerThan(subject.Spec.ContextLength, subject.Name);
        double bandwidth = device.MeasureBandwidth();
        var rows = new List<BenchRow>();
        foreach (var precision in precisions)
        {
            foreach (int batch in batches)
            {
                var run = new BenchRun(subject, device, precision, batch, load, depth);
                rows.Add(await run.MeasureAsync(cancellationToken).ConfigureAwait(false));
            }
        }

        // Shared machines differ from minute to minute: the limit is the better of before and after.
        bandwidth = Math.Max(bandwidth, device.MeasureBandwidth());
        var report = new BenchReport(subject.Name, device.Description, threads, bandwidth, load, rows);
        if (WantsJson(arguments))
        {
            report.WriteJson(Terminal);
        }
        else
        {
            report.WriteTable(Terminal);
        }

        return ExitCode.Success;
    }

    private BenchSubject Subject(ParseResult arguments) => (arguments.GetValue(_model), arguments.GetValue(_shape)) switch
    {
        ({ } folder, null) => BenchSubject.OfFolder(folder),
        (null, { } shape) => BenchSubject.OfShape(shape),
        _ => throw new UsageException("give either --model DIR or --shape NAME."),
    };

    private static int AtLeastTwo(int generate)
        => generate >= 2 ? generate : throw new UsageException($"--generate must be at least 2, since the first token belongs to the prompt; it is {generate}.");

    private static Precision[] Precisions(string names) =>
    [
        .. from name in names.Split(',', StringSplitOptions.TrimEntries)
           select PrecisionNames.TryParse(name, out var precision)
               ? precision
               : throw new UsageException($"--dtype '{name}' is not known; use f32, bf16 or int8."),
    ];
}
