using System.CommandLine;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Tool.Training;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train</c>: recipes that do a whole training, and as verbs of their own its parts.</summary>
internal sealed class TrainCommand : ToolCommand
{
    private readonly Option<string?> _recipe = new("--recipe") { Description = $"A whole training: {string.Join(" or ", RecipeCatalog.Names)}.", HelpName = "NAME" };
    private readonly CorpusArguments _corpus = new();
    private readonly Option<string?> _tokenizer = TrainingArguments.TokenizerOption();
    private readonly Option<string?> _out = TrainingArguments.OutOption("Folder for all results; run again with the same one to go on.");
    private readonly Option<long?> _tokens = NumberOption.Create<long>("--tokens", "Training tokens (default: the recipe's).", "N");
    private readonly Option<int?> _hidden = NumberOption.Create<int>("--hidden", "Width of the models (default: the recipe's).", "N");
    private readonly Option<int?> _sequence = NumberOption.Create<int>("--sequence", "Tokens per row (default: the recipe's).", "N");
    private readonly Option<int?> _threads = ModelArguments.ThreadsOption();
    private readonly Option<string> _device = TrainingArguments.DeviceOption();

    public TrainCommand(TerminalStreams terminal)
        : base("train", "Train models: a recipe, or one step at a time.", terminal)
    {
        Add(_recipe);
        _corpus.AddTo(this);
        Add(_tokenizer);
        Add(_out);
        Add(_tokens);
        Add(_hidden);
        Add(_sequence);
        Add(_threads);
        Add(_device);
        Add(new TrainTokenizerCommand(terminal));
        Add(new TrainRunCommand(terminal));
        Add(new TrainEvaluateCommand(terminal));
        Add(new TrainRoutersCommand(terminal));
        Add(new TrainClassifiersCommand(terminal));
        Add(new TrainExportCommand(terminal));
        Add(new TrainConvertCommand(terminal));
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string name = TrainingArguments.Require(arguments, _recipe, $"Name one: {string.Join(" or ", RecipeCatalog.Names)}; or a step: adaptive train --help");
        var recipe = RecipeCatalog.Find(name);
        var request = new RecipeRequest(
            _corpus.Of(arguments),
            arguments.GetValue(_tokenizer),
            TrainingArguments.Require(arguments, _out, "Name a folder for the results."),
            arguments.GetValue(_tokens),
            arguments.GetValue(_hidden),
            arguments.GetValue(_sequence),
            arguments.GetRequiredValue(_device),
            ModelArguments.Positive(arguments.GetValue(_threads), "--threads") ?? Environment.ProcessorCount,
            WantsJson(arguments));
        return Task.FromResult(TrainingInterrupt.Run(Terminal, stop => recipe(request, Terminal, stop), cancellationToken));
    }
}
