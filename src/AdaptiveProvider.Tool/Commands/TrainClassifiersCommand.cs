using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Tool.Training;
using AdaptiveProvider.Training;
using AdaptiveProvider.Training.Classifiers;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Evaluation;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train classifiers</c>: gives a model's exits classifiers that say whether a token may leave there.</summary>
internal sealed class TrainClassifiersCommand : ToolCommand
{
    private const int Rows = 4;

    private readonly Option<string?> _model = new("--model") { Description = "Folder with a model in Hugging Face format; it is not changed, but for the new file.", HelpName = "DIR" };
    private readonly CorpusArguments _corpus = new();
    private readonly Option<string?> _tokenizer = TrainingArguments.TokenizerOption();
    private readonly Option<string?> _exits = new("--exits") { Description = "After how many layers to ask, separated by commas (default: where the model's requests are asked).", HelpName = "2,4" };
    private readonly Option<int?> _tokens = NumberOption.Create<int>("--tokens", "Tokens to fit to (default: 40,000).", "N");
    private readonly Option<int?> _sequence = NumberOption.Create<int>("--sequence", "Tokens per row (default: 256).", "N");
    private readonly Option<bool> _assistant = new("--assistant-only") { Description = "Look at what the assistant says only." };
    private readonly Option<string?> _out = TrainingArguments.OutOption($"Folder for {ExitClassifierFile.FileName} (default: the model's).");
    private readonly Option<string> _device = TrainingArguments.DeviceOption();
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();

    public TrainClassifiersCommand(TerminalStreams terminal)
        : base("classifiers", "Fit classifiers that say at an exit whether its token is full depth's.", terminal)
    {
        Add(_model);
        _corpus.AddTo(this);
        Add(_tokenizer);
        Add(_exits);
        Add(_tokens);
        Add(_sequence);
        Add(_assistant);
        Add(_out);
        Add(_device);
        Add(_threads);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string model = TrainingArguments.Require(arguments, _model, "Name a model folder.");
        int tokens = ModelArguments.Positive(arguments.GetValue(_tokens), "--tokens") ?? ClassifierFitting.TokensDefault;
        int threads = ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount;
        int? asked = ModelArguments.Positive(arguments.GetValue(_sequence), "--sequence");
        var corpus = _corpus.Of(arguments);
        var exits = Exits(model, arguments.GetValue(_exits));
        var subject = EvaluationSubject.OfModel(model);
        using var parameters = subject.Load(TrainingDevice.Open(arguments.GetRequiredValue(_device), threads), Warn);
        int length = Math.Min(asked ?? subject.SequenceLength, parameters.Architecture.ContextLength);
        var store = corpus.Encode(arguments.GetValue(_tokenizer) ?? subject.TokenizerFolder, length, cacheFolder: null, threads, Warn);
        var source = new BatchSource(store, MixConfiguration.Proportional(store), Rows, length, arguments.GetValue(_assistant), seed: 1);
        var heldOut = HeldOutSurvey.Sets(store, source, BatchesPerSource(tokens, length, store.Sources.Length)).SelectMany(set => set.Batches);
        var fitted = ClassifierFitting.Fit(parameters, exits, source.Endless(), heldOut, tokens, cancellationToken);
        fitted.Write(arguments.GetValue(_out) ?? model);
        if (WantsJson(arguments))
        {
            Terminal.Text.WriteLine(fitted.ToJson());
        }
        else
        {
            ClassifierTable.Write(Terminal, fitted);
        }

        return Task.FromResult(ExitCode.Success);
    }

    // As many as are needed, from every source alike.
    private static int BatchesPerSource(int tokens, int length, int sources) => 1 + (tokens / ClassifierFitting.HeldOutShare / (Rows * length * sources));

    private static ImmutableArray<int> Exits(string model, string? text)
    {
        using var folder = ModelFolder.Open(model);
        var layout = folder.Spec.Layout;
        ImmutableArray<int> possible = [.. layout.ExitPasses.SkipLast(1).Select(layout.LayersAfter)];
        ImmutableArray<int> exits = text is null ? [.. layout.UsualExits.Select(layout.LayersAfter)] : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Number)];
        if (possible.IsEmpty || exits.IsEmpty)
        {
            throw new UsageException($"{(possible.IsEmpty ? $"{model} has no exit before full depth" : "--exits names none")}. Name a model whose tokens can leave early, and numbers of layers.");
        }

        return exits;

        int Number(string part) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int layers) && possible.Contains(layers)
            ? layers
            : throw new UsageException($"--exits: a token cannot leave after '{part}' layers; it can after {string.Join(", ", possible)}.");
    }

    private void Warn(string line) => Terminal.Error.WriteLine($"adaptive: {Failure.OneLine(line)}");
}
