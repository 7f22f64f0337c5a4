using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation;
using AdaptiveProvider.Training.Generation.Facts;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>The documents of a training: files, and where facts are given the generated ones.</summary>
public sealed record TrainingCorpus
{
    private const long GenerationSeed = 1;

    /// <summary>.jsonl and .jsonl.gz files.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>What generated documents know; null for no generated documents.</summary>
    public string? FactsFile { get; init; }

    /// <summary>How many documents are generated.</summary>
    public int GeneratedDocuments { get; init; } = SyntheticMix.DocumentsDefault;

    /// <summary>Reads and generates the documents; the same every time.</summary>
    /// <param name="warn">Told of broken lines that were let pass.</param>
    /// <exception cref="CorpusException">A file cannot be used, or there is no document at all.</exception>
    public IReadOnlyList<TrainingDocument> Read(Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        var reader = new CorpusReader();

        // Generated documents say who the model is; small talk that says otherwise would undo it.
        List<TrainingDocument> documents = [.. reader.Read(Files).Where(document => FactsFile is null || IdentityFilter.Keeps(document))];
        foreach (var file in reader.Report.Files.Where(file => file.BrokenLines > 0))
        {
            var first = file.FirstFaults[0];
            warn($"{file.File}: {file.BrokenLines} broken lines are left out, the first is line {first.Line}: {first.Problem}");
        }

        if (FactsFile is not null)
        {
            documents.AddRange(new SyntheticCorpus(new SyntheticMix()).Generate(FactBook.Load(FactsFile), GenerationSeed, GeneratedDocuments));
        }

        return documents.Count > 0 ? documents : throw new CorpusException("The corpus has no document. Name files that hold some.");
    }

    /// <summary>Reads and encodes the documents, or finds them encoded.</summary>
    /// <param name="tokenizerFolder">The tokenizer.</param>
    /// <param name="sequenceLength">Tokens of the longest piece.</param>
    /// <param name="cacheFolder">Where encoded documents are kept; null for nowhere.</param>
    /// <param name="threads">Threads that encode.</param>
    /// <param name="warn">Told of broken lines that were let pass.</param>
    /// <exception cref="CorpusException">A file cannot be used, there is no document at all, or the tokenizer does not fit.</exception>
    /// <exception cref="ModelFormatException">The tokenizer cannot be read.</exception>
    public TokenStore Encode(string tokenizerFolder, int sequenceLength, string? cacheFolder, int threads, Action<string> warn)
    {
        var tokenizer = Tokenizer.Load(tokenizerFolder);
        var options = new TokenStoreOptions { DocumentTokensMax = Math.Max(sequenceLength, TokenStoreOptions.DocumentTokensMin), CacheFolder = cacheFolder, Threads = threads };
        return TokenStoreBuilder.Build(Read(warn), tokenizer, ChatFormat.Default, options);
    }
}
