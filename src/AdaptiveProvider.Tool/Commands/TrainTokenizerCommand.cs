using System.CommandLine;
using System.Globalization;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using AdaptiveProvider.Training.Recipes;

namespace AdaptiveProvider.Tool.Commands;

/// <summary><c>train tokenizer</c>: makes a byte-pair vocabulary from a corpus.</summary>
internal sealed class TrainTokenizerCommand : ToolCommand
{
    private readonly CorpusArguments _corpus = new();
    private readonly Option<int?> _vocabulary = NumberOption.Create<int>("--vocabulary", "Tokens of the vocabulary (default: 4096).", "N");
    private readonly Option<string?> _out = TrainingArguments.OutOption("Folder for the tokenizer's files.");

    public TrainTokenizerCommand(TerminalStreams terminal)
        : base("tokenizer", "Train a tokenizer on a corpus.", terminal)
    {
        _corpus.AddTo(this);
        Add(_vocabulary);
        Add(_out);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var corpus = _corpus.Of(arguments);
        string folder = TrainingArguments.Require(arguments, _out, "Name a folder for the tokenizer's files.");
        int size = TokenizerTraining.CheckSize(arguments.GetValue(_vocabulary) ?? TokenizerTraining.DefaultSize);
        var documents = corpus.Read(line => Terminal.Error.WriteLine(Failure.OneLine(line)));
        int vocabulary = TokenizerTraining.Train(documents, size, folder);
        if (WantsJson(arguments))
        {
            JsonOutput.WriteObject(Terminal, json =>
            {
                json.WriteString("folder", folder);
                json.WriteNumber("vocabulary", vocabulary);
                json.WriteNumber("documents", documents.Count);
            });
        }
        else
        {
            Terminal.Text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{vocabulary} tokens from {documents.Count} documents, in {folder}"));
        }

        return Task.FromResult(ExitCode.Success);
    }
}
