using System.CommandLine;
using AdaptiveProvider.Cpu;
using AdaptiveProvider.DefaultModel;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Torch;

namespace AdaptiveProvider.Tool.Options;

/// <summary>The options that say which model to load and how.</summary>
internal sealed class ModelArguments
{
    private readonly Option<int?> _context = NumberOption.Create<int>("--context", "Tokens that one conversation may hold (default: the model's, at most 8192).", "N");
    private readonly Option<string?> _template = new("--template") { Description = "Chat template to use instead of the model's own.", HelpName = "FILE" };

    /// <summary>The model folder.</summary>
    public Option<string?> Folder { get; } = FolderOption();

    /// <summary>Precision of the weights.</summary>
    public Option<Precision?> Dtype { get; } = new("--dtype")
    {
        Description = "Precision of the weights in memory: f32, bf16 or int8 (default: int8; bf16 on a GPU).",
        HelpName = "f32|bf16|int8",
        CustomParser = result =>
        {
            string name = result.Tokens[^1].Value;
            if (PrecisionNames.TryParse(name, out var precision))
            {
                return precision;
            }

            result.AddError($"--dtype '{name}' is not known; use f32, bf16 or int8.");
            return null;
        },
    };

    /// <summary>Worker threads.</summary>
    public Option<int?> Threads { get; } = ThreadsOption();

    /// <summary>Where the model runs.</summary>
    public Option<string> Device { get; } = DeviceOption();

    /// <summary>A folder option of its own, for verbs that do not load the weights.</summary>
    public static Option<string?> FolderOption() => new("--model") { Description = "Folder with a model in Hugging Face format (default: the model that comes with the tool).", HelpName = "DIR" };

    /// <summary>Worker threads.</summary>
    public static Option<int?> ThreadsOption() => NumberOption.Create<int>("--threads", "Worker threads (default: one per core).", "N");

    /// <summary>Where a model runs.</summary>
    public static Option<string> DeviceOption() => new("--device")
    {
        Description = "Where the model runs: auto takes a GPU where there is one, cpu the processor, torch libtorch's choice (default: auto).",
        HelpName = "auto|cpu|torch|cuda|cuda:1|mps",
        DefaultValueFactory = _ => "auto",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(Folder);
        command.Add(Device);
        command.Add(Dtype);
        command.Add(Threads);
        command.Add(_context);
        command.Add(_template);
    }

    /// <summary>Loads the model that the command line names, with a progress bar if someone looks.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where the bar is.</param>
    /// <param name="cancellationToken">Stops loading.</param>
    /// <param name="concurrentRequests">Requests that run at the same time.</param>
    public Task<AdaptiveModel> LoadAsync(ParseResult arguments, TerminalStreams terminal, CancellationToken cancellationToken, int concurrentRequests = 1)
    {
        string folder = FolderOrDefault(arguments, Folder);
        var options = new AdaptiveModelOptions
        {
            Device = arguments.GetRequiredValue(Device),
            Executors = [new TorchExecutorFactory()],
            Precision = arguments.GetValue(Dtype),
            Threads = Positive(arguments.GetValue(Threads), "--threads"),
            ContextTokens = Positive(arguments.GetValue(_context), "--context"),
            ChatTemplate = arguments.GetValue(_template) is { } file ? File.ReadAllText(file) : null,
            MaxConcurrentRequests = concurrentRequests,
            TimeProvider = terminal.Time,
        };
        return LoadingBar.RunAsync(terminal, progress => AdaptiveModel.LoadAsync(folder, options, progress, cancellationToken));
    }

    /// <summary>The folder that the command line names, or the default model's.</summary>
    /// <exception cref="UsageException">None is given, and the default model is not beside the tool.</exception>
    public static string FolderOrDefault(ParseResult arguments, Option<string?> folder)
    {
        try
        {
            return arguments.GetValue(folder) is { Length: > 0 } path ? path : DefaultModelFolder.Path;
        }
        catch (DirectoryNotFoundException error)
        {
            throw new UsageException($"no model given. Pass --model DIR, a folder with a model in Hugging Face format. {error.Message}");
        }
    }

    /// <summary>The number, if it is at least 1 or absent.</summary>
    /// <exception cref="UsageException">It is less than 1.</exception>
    public static int? Positive(int? number, string option) => number is null or > 0 ? number : throw new UsageException($"{option} must be at least 1; it is {number}.");
}
