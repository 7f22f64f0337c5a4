using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Conversion;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train convert</c>: makes a recursive model of an ordinary one, to be trained on.</summary>
internal sealed class TrainConvertCommand : ToolCommand
{
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly Option<string?> _out = TrainingArguments.OutOption("Folder for the recursive model; must not exist.");
    private readonly Option<int?> _loops = NumberOption.Create<int>("--loops", "How often the shared layers run.", "N");
    private readonly Option<string?> _rank = new("--rank") { Description = "Rank of the low-rank pairs per layer and loop, or full for an exact copy (default: 0, none).", HelpName = "N|full" };

    private readonly Option<ParameterSharing?> _sharing = WordOption.Create(
        "--sharing",
        "Which layers share weights (default: cycle).",
        ("cycle", ParameterSharing.Cycle),
        ("sequence", ParameterSharing.Sequence),
        ("middle_cycle", ParameterSharing.MiddleCycle),
        ("middle_sequence", ParameterSharing.MiddleSequence));

    private readonly Option<BlockInitialization?> _start = WordOption.Create(
        "--start",
        "Which original layers the shared ones start from (default: average with low-rank pairs, stepwise without).",
        ("stepwise", BlockInitialization.Stepwise),
        ("average", BlockInitialization.Average),
        ("lower", BlockInitialization.Lower),
        ("upper", BlockInitialization.Upper),
        ("random", BlockInitialization.Random));

    private readonly Option<LoopKv?> _kv = WordOption.Create(
        "--kv", "Keys and values of later loops (default: recursion_wise, their own).", ("recursion_wise", LoopKv.RecursionWise), ("shared_first", LoopKv.SharedFirst));

    private readonly Option<WeightType?> _type = WordOption.Create(
        "--type", "What matrices are stored in (default: as in the original).", ("bf16", WeightType.BF16), ("f16", WeightType.F16), ("f32", WeightType.F32));

    public TrainConvertCommand(TerminalStreams terminal)
        : base("convert", "Make a recursive model of an ordinary one.", terminal)
    {
        Add(_model);
        Add(_out);
        Add(_sharing);
        Add(_loops);
        Add(_start);
        Add(_rank);
        Add(_kv);
        Add(_type);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string source = arguments.GetValue(_model) is { Length: > 0 } folder ? folder : throw new UsageException("no model given. Pass --model DIR, the folder to convert.");
        string target = TrainingArguments.Require(arguments, _out, "Name a folder for the recursive model.");
        int rank = Rank(arguments.GetValue(_rank));
        var options = new ConversionOptions
        {
            Sharing = arguments.GetValue(_sharing) ?? ParameterSharing.Cycle,
            Loops = arguments.GetValue(_loops) ?? throw new UsageException("no --loops given. Say how often the shared layers run: --loops 2."),
            Initialization = arguments.GetValue(_start) ?? (rank > 0 ? BlockInitialization.Average : BlockInitialization.Stepwise),
            LoraRank = rank,
            LoopKv = arguments.GetValue(_kv) ?? LoopKv.RecursionWise,
            StoredType = arguments.GetValue(_type),
        };
        var report = RecursiveConverter.Convert(source, target, options, progress: null, cancellationToken);
        if (WantsJson(arguments))
        {
            WriteJson(report, target);
        }
        else
        {
            WriteText(report, target);
        }

        return Task.FromResult(ExitCode.Success);
    }

    private void WriteJson(ConversionReport report, string target) => JsonOutput.WriteObject(Terminal, json =>
    {
        json.WriteString("folder", target);
        json.WriteNumber("original_parameters", report.OriginalParameters);
        json.WriteNumber("parameters", report.Parameters);
        json.WriteNumber("unique_layers", report.UniqueLayers);
        json.WriteNumber("layer_applications", report.LayerApplications);
        json.WriteNumber("rank", report.LoraRank);
        json.WriteNumber("full_rank", report.FullRank);
        json.WriteStartArray("error_by_rank");
        foreach (var error in report.ErrorByRank)
        {
            json.WriteStartObject();
            json.WriteNumber("rank", error.Rank);
            json.WriteNumber("relative_error", error.RelativeError);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private void WriteText(ConversionReport report, string target)
    {
        Line($"{report.OriginalParameters:N0} parameters became {report.Parameters:N0}: {report.UniqueLayers} layers for {report.LayerApplications} applications, in {target}");
        foreach (var error in report.ErrorByRank)
        {
            Line($"rank {error.Rank,5}: weights differ by {error.RelativeError:P1}{(error.Rank == report.LoraRank ? "  (this model)" : "")}");
        }

        void Line(FormattableString text) => Terminal.Text.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private static int Rank(string? text) => text switch
    {
        null => 0,
        "full" => ConversionOptions.FullRank,
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int rank) ? rank : throw new UsageException($"--rank '{text}' is neither a whole number nor full."),
    };
}
