using System.CommandLine;
using AdaptiveProvider.Training.Generation;
using AdaptiveProvider.Training.Recipes;

namespace AdaptiveProvider.Tool.Options;

/// <summary>The options that say what to train on.</summary>
internal sealed class CorpusArguments
{
    private readonly Option<string[]> _files = new("--corpus")
    {
        Description = "Files of documents, .jsonl or .jsonl.gz.",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _facts = new("--facts") { Description = "Facts file; with it documents are generated and added to the corpus.", HelpName = "FILE" };
    private readonly Option<int?> _generated = NumberOption.Create<int>("--generated", $"Documents to generate with --facts (default: {SyntheticMix.DocumentsDefault}).", "N");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_files);
        command.Add(_facts);
        command.Add(_generated);
    }

    /// <summary>The corpus that the command line names.</summary>
    /// <exception cref="UsageException">It names none.</exception>
    public TrainingCorpus Of(ParseResult arguments)
    {
        string[] files = arguments.GetValue(_files) ?? [];
        string? facts = arguments.GetValue(_facts);
        return files.Length > 0 || facts is not null
            ? new TrainingCorpus
            {
                Files = files,
                FactsFile = facts,
                GeneratedDocuments = ModelArguments.Positive(arguments.GetValue(_generated), "--generated") ?? SyntheticMix.DocumentsDefault,
            }
            : throw new UsageException("no corpus given. Pass --corpus FILE with .jsonl or .jsonl.gz files of documents.");
    }
}
