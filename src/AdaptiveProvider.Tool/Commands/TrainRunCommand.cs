using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Tool.Training;
using AdaptiveProvider.Training;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Recipes;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train run</c>: trains a configuration, or goes on where it was stopped.</summary>
internal sealed class TrainRunCommand : ToolCommand
{
    private readonly Option<string?> _config = new("--config") { Description = "Training configuration, JSON (docs/training.md).", HelpName = "FILE" };
    private readonly Option<string?> _mix = new("--mix") { Description = "Which sources are drawn from how often, JSON (default: all by their size).", HelpName = "FILE" };
    private readonly CorpusArguments _corpus = new();
    private readonly Option<string?> _tokenizer = TrainingArguments.TokenizerOption();
    private readonly Option<string?> _out = TrainingArguments.OutOption("Folder for checkpoints and curves; run again with the same one to go on.");
    private readonly Option<string?> _from = new("--from") { Description = "Run or model folder whose weights a new run begins with (default: random weights).", HelpName = "DIR" };
    private readonly Option<string> _device = TrainingArguments.DeviceOption();
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();
    private readonly Option<float?> _minutes = NumberOption.Create<float>("--minutes", "Stop and save after so long (default: at the last step).", "M");
    private readonly Option<float?> _checkpointMinutes = NumberOption.Create<float>("--checkpoint-minutes", "Time between checkpoints (default: 5).", "M");
    private readonly Option<int?> _every = NumberOption.Create<int>("--every", "Steps between lines when nobody watches (default: 10).", "N");

    public TrainRunCommand(TerminalStreams terminal)
        : base("run", "Train a model, or go on where its training was stopped.", terminal)
    {
        Add(_config);
        Add(_mix);
        _corpus.AddTo(this);
        Add(_tokenizer);
        Add(_out);
        Add(_from);
        Add(_device);
        Add(_threads);
        Add(_minutes);
        Add(_checkpointMinutes);
        Add(_every);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var request = Request(arguments);
        TimeSpan? limit = Minutes(arguments, _minutes);
        var interval = Minutes(arguments, _checkpointMinutes) ?? TimeSpan.FromMinutes(5);
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        var display = Display(arguments);
        return Task.FromResult(TrainingInterrupt.Run(Terminal, Train, cancellationToken));

        bool Train(CancellationToken stop)
        {
            var device = TrainingDevice.Open(arguments.GetRequiredValue(_device), threads);
            using var session = TrainingSession.Open(request, device, Warn);
            if (!WantsJson(arguments))
            {
                Terminal.Text.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{session.ParameterCount:N0} parameters, {session.Store.TokenCount:N0} tokens of corpus, from step {session.Step} of {request.Configuration.Steps}"));
            }

            return display.Run(progress => session.Run(progress, interval, limit, stop));
        }
    }

    private TrainingRequest Request(ParseResult arguments)
    {
        var corpus = _corpus.Of(arguments);
        string tokenizer = TrainingArguments.Require(arguments, _tokenizer, "Make one: adaptive train tokenizer --help");
        string folder = TrainingArguments.Require(arguments, _out, "Name a folder for checkpoints and curves.");
        string file = TrainingArguments.Require(arguments, _config, "Name a training configuration; docs/training.md has one.");
        var mix = arguments.GetValue(_mix) is { } name ? MixConfiguration.Load(name) : null;
        return new TrainingRequest
        {
            Configuration = TrainingConfiguration.Read(file),
            Mix = store => mix ?? MixConfiguration.Proportional(store),
            Corpus = corpus,
            TokenizerFolder = tokenizer,
            Folder = folder,
            InitializeFrom = arguments.GetValue(_from),
        };
    }

    private ITrainingDisplay Display(ParseResult arguments)
    {
        int every = ModelArguments.Positive(arguments.GetValue(_every), "--every") ?? 10;
        return Terminal.OutputIsTerminal && !WantsJson(arguments) ? new LiveDisplay(Terminal) : new LineDisplay(Terminal, every, WantsJson(arguments));
    }

    private void Warn(string line) => Terminal.Error.WriteLine($"adaptive: {Failure.OneLine(line)}");

    private static TimeSpan? Minutes(ParseResult arguments, Option<float?> option) => arguments.GetValue(option) switch
    {
        null => null,
        > 0 and <= 1e6f and { } minutes => TimeSpan.FromMinutes(minutes),
        { } minutes => throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be above 0; it is {minutes}.")),
    };
}
