using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training;
using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Recipes;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train export</c>: writes a run's newest model as a folder that every other verb loads.</summary>
internal sealed class TrainExportCommand : ToolCommand
{
    private readonly Option<string?> _run = new("--run") { Description = "Folder of a training run; its newest checkpoint is exported.", HelpName = "DIR" };
    private readonly Option<string?> _out = TrainingArguments.OutOption("Folder for the model.");
    private readonly Option<WeightType?> _type = WordOption.Create("--type", "What weights are stored in (default: bf16).", ("bf16", WeightType.BF16), ("f32", WeightType.F32));
    private readonly Option<float?> _threshold = NumberOption.Create<float>("--threshold", "The router's own threshold (default: 0, all loops, where capacities were drawn in training; else 0.5).", "X");

    public TrainExportCommand(TerminalStreams terminal)
        : base("export", "Write a trained model as a model folder.", terminal)
    {
        Add(_run);
        Add(_out);
        Add(_type);
        Add(_threshold);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var run = new RunFolder(TrainingArguments.Require(arguments, _run, "Name the --out folder of a training run."));
        string folder = TrainingArguments.Require(arguments, _out, "Name a folder for the model.");
        var type = arguments.GetValue(_type) ?? WeightType.BF16;
        var configuration = run.ReadConfiguration();
        double threshold = Threshold(arguments.GetValue(_threshold), configuration.Architecture.Router);
        using var parameters = run.LoadParameters(TrainingDevice.Open("cpu", threads: 1), line => Terminal.Error.WriteLine($"adaptive: {Failure.OneLine(line)}"));
        ModelExporter.Export(folder, parameters, type, threshold, run.TokenizerFolder, configuration.ExitLoss.Exits);
        if (WantsJson(arguments))
        {
            JsonOutput.WriteObject(Terminal, json =>
            {
                json.WriteString("folder", folder);
                json.WriteNumber("parameters", parameters.Count);
            });
        }
        else
        {
            Terminal.Text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parameters.Count:N0} parameters in {folder}"));
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static double Threshold(float? asked, RouterConfiguration? router) => asked switch
    {
        null => router is { IsElastic: true } ? 0 : 0.5,
        >= 0 and <= 1 => (double)asked,
        _ => throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--threshold must be from 0 to 1; it is {asked}.")),
    };
}
