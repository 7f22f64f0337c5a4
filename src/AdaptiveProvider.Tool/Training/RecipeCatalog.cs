using System.Text.Json;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Recipes;
using AdaptiveProvider.Training.Recipes.DefaultModel;
using AdaptiveProvider.Training.Recipes.PaperTable;

namespace AdaptiveProvider.Tool.Training;

/// <summary>The recipes by name.</summary>
internal static class RecipeCatalog
{
    private static readonly Dictionary<string, Func<RecipeRequest, TerminalStreams, CancellationToken, bool>> Recipes = new()
    {
        ["paper-table"] = RunPaperTable,
        ["default-model"] = RunDefaultModel,
    };

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Recipes.Keys;

    /// <summary>A recipe: true when it came to its end, false when it was stopped before.</summary>
    /// <exception cref="UsageException">There is no recipe of this name.</exception>
    public static Func<RecipeRequest, TerminalStreams, CancellationToken, bool> Find(string name)
        => Recipes.GetValueOrDefault(name) ?? throw new UsageException($"there is no recipe '{name}'; use {string.Join(" or ", Names)}.");

    private static bool RunPaperTable(RecipeRequest request, TerminalStreams terminal, CancellationToken stop)
    {
        var options = new PaperTableOptions();
        options = options with
        {
            Tokens = request.Tokens ?? options.Tokens,
            HiddenSize = request.Hidden ?? options.HiddenSize,
            SequenceLength = request.SequenceLength ?? options.SequenceLength,
        };
        options.Validate();
        string tokenizerFolder = Tokenizer(request, TokenizerTraining.DefaultSize, Report);
        var store = request.Corpus.Encode(tokenizerFolder, options.SequenceLength, request.Folder, request.Threads, Report);
        var recipe = new PaperTableRecipe(options, store, TrainingDevice.Open(request.Device, request.Threads), request.Folder, Report);
        if (recipe.Run(stop) is not { } results)
        {
            return false;
        }

        terminal.Text.Write(request.WantsJson ? JsonSerializer.Serialize(results, TrainingConfiguration.Json) + "\n" : File.ReadAllText(Path.Combine(request.Folder, "table.md")));
        return true;

        void Report(string line) => terminal.Error.WriteLine(Failure.OneLine(line));
    }

    private static bool RunDefaultModel(RecipeRequest request, TerminalStreams terminal, CancellationToken stop)
    {
        var plan = DefaultModelPlan.Load();
        string tokenizerFolder = Tokenizer(request, plan.VocabularySize, Report);
        plan = plan.Scaled(Models.Tokenization.Tokenizer.Load(tokenizerFolder).VocabularySize, request.Tokens, request.Hidden, request.SequenceLength);
        var recipe = new DefaultModelRecipe(plan, request.Corpus, tokenizerFolder, TrainingDevice.Open(request.Device, request.Threads), request.Folder, Report);
        if (recipe.Run(stop) is not { } figures)
        {
            return false;
        }

        if (request.WantsJson)
        {
            terminal.Text.WriteLine(figures.ToJson());
        }
        else
        {
            EvaluationTable.Write(terminal, figures);
        }

        return true;

        void Report(string line) => terminal.Error.WriteLine(Failure.OneLine(line));
    }

    /// <summary>The tokenizer that is given, was made by an earlier run, or is made now.</summary>
    private static string Tokenizer(RecipeRequest request, int size, Action<string> report)
    {
        if (request.TokenizerFolder is { } given)
        {
            return given;
        }

        string folder = Path.Combine(request.Folder, "tokenizer");
        if (!File.Exists(Path.Combine(folder, "tokenizer.json")))
        {
            report("Training a tokenizer.");
            TokenizerTraining.Train(request.Corpus.Read(report), size, folder);
        }

        return folder;
    }
}
