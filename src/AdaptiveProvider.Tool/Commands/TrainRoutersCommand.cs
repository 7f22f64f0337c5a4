using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Tool.Training;
using AdaptiveProvider.Training;
using AdaptiveProvider.Training.Checkpoints;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Routers;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train routers</c>: gives a trained model routers that decide by what another loop is worth.</summary>
internal sealed class TrainRoutersCommand : ToolCommand
{
    private const int Rows = 4;

    private readonly Option<string?> _run = new("--run") { Description = "Folder of a training run; its newest checkpoint is taken.", HelpName = "DIR" };
    private readonly Option<string?> _model = ModelArguments.FolderOption();
    private readonly CorpusArguments _corpus = new();
    private readonly Option<string?> _tokenizer = TrainingArguments.TokenizerOption();
    private readonly Option<int?> _tokens = NumberOption.Create<int>("--tokens", "Tokens to look at (default: 40,000).", "N");
    private readonly Option<bool> _assistant = new("--assistant-only") { Description = "Look at what the assistant says only." };
    private readonly Option<string?> _out = TrainingArguments.OutOption("Folder for the model.");
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();

    public TrainRoutersCommand(TerminalStreams terminal)
        : base("routers", "Fit a trained model's routers to what another loop is worth, and write it as a model folder.", terminal)
    {
        Add(_run);
        Add(_model);
        _corpus.AddTo(this);
        Add(_tokenizer);
        Add(_tokens);
        Add(_assistant);
        Add(_out);
        Add(_threads);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var subject = EvaluationSubject.Of(arguments.GetValue(_run), arguments.GetValue(_model));
        string folder = TrainingArguments.Require(arguments, _out, "Name a folder for the model.");
        int tokens = ModelArguments.Positive(arguments.GetValue(_tokens), "--tokens") ?? RouterFitting.TokensDefault;
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        var corpus = _corpus.Of(arguments);
        using var parameters = subject.Load(TrainingDevice.Open("cpu", threads), Warn);
        string tokenizer = arguments.GetValue(_tokenizer) ?? subject.TokenizerFolder;
        var store = corpus.Encode(tokenizer, subject.SequenceLength, cacheFolder: null, threads, Warn);
        var source = new BatchSource(store, MixConfiguration.Proportional(store), Rows, subject.SequenceLength, arguments.GetValue(_assistant), seed: 1);
        using var fitted = RouterFitting.Fit(parameters, source.Endless(), tokens);
        ModelExporter.Export(folder, fitted, WeightType.BF16, threshold: 0, tokenizer);
        Terminal.Text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fitted.Count:N0} parameters in {folder}"));
        return Task.FromResult(ExitCode.Success);
    }

    private void Warn(string line) => Terminal.Error.WriteLine($"adaptive: {Failure.OneLine(line)}");
}
