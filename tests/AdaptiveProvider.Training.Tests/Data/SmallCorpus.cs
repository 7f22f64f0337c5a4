using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Seeded documents of several sources, and a tokenizer trained on them.</summary>
internal static class SmallCorpus
{
    private static readonly string[] Words =
        ["the", "fox", "and", "river", "sang", "under", "a", "small", "moon", "because", "nobody", "knew", "42", "names", "of", "trees", "don't", "über"];

    private static readonly Lazy<Tokenizer> LazyTokenizer = new(() =>
    {
        using var folder = new TemporaryFolder();
        var vocabulary = BytePairTrainer.Train(Documents(seed: 1), ChatFormat.Default.SpecialTokens, new BytePairTrainerOptions { VocabularySize = 320 });
        TokenizerWriter.Write(folder.Path, vocabulary, ChatFormat.Default);
        return Tokenizer.Load(folder.Path);
    });

    /// <summary>A tokenizer of 320 tokens.</summary>
    public static Tokenizer Tokenizer => LazyTokenizer.Value;

    /// <summary>Sources books/old, books/new and talk/two: 60, 60 and 120 documents.</summary>
    public static List<TrainingDocument> Documents(int seed)
    {
        var random = new Random(seed);
        var documents = new List<TrainingDocument>();
        for (var i = 0; i < 120; i++)
        {
            documents.Add(TrainingDocument.OfText(i % 2 == 0 ? "books/old" : "books/new", Text(random, random.Next(1, 60))));
            var turns = Enumerable.Range(0, random.Next(1, 6))
                .Select(turn => new TrainingMessage(turn % 2 == 0 ? "user" : "assistant", Text(random, random.Next(1, 8))));
            documents.Add(TrainingDocument.OfChat("talk/two", [.. turns]));
        }

        return documents;
    }

    /// <summary>A text of sentences and paragraphs.</summary>
    public static string Text(Random random, int words)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(Words[random.Next(Words.Length)]);
            text.Append(random.Next(20) switch { 0 => ".\n\n", 1 or 2 => ". ", 3 => ", ", _ => " " });
        }

        return text.ToString().Trim();
    }

    /// <summary>A store of the documents in pieces of at most <paramref name="lengthMax"/> tokens.</summary>
    public static TokenStore Store(IEnumerable<TrainingDocument> documents, int lengthMax = 64, double heldOutShare = 0.1)
        => TokenStoreBuilder.Build(
            documents, Tokenizer, ChatFormat.Default, new TokenStoreOptions { DocumentTokensMax = lengthMax, HeldOutShare = heldOutShare });
}
