using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Stores are the same however they are made, and damaged caches are made anew.</summary>
public class TokenStoreBuilderTests
{
    [Fact]
    public void Build_Documents_HoldsWhatTheEncoderMakes()
    {
        var documents = SmallCorpus.Documents(6);
        var store = SmallCorpus.Store(documents);
        var encoder = new DocumentEncoder(SmallCorpus.Tokenizer, ChatFormat.Default, 64);
        var expected = documents.DistinctBy(ContentHash.Of).SelectMany(document => encoder.Encode(document).Select(piece => (document.Source, piece))).ToList();

        Assert.Equal(expected.Count, store.DocumentCount);
        Assert.Equal(["books/old", "talk/two", "books/new"], store.Sources.AsEnumerable());
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].piece.Tokens, store.TokensOf(i).ToArray().Select(token => (int)token));
            Assert.Equal(expected[i].piece.IsAssistant, Enumerable.Range(0, store.LengthOf(i)).Select(index => store.IsAssistant(i, index)));
            Assert.Equal(expected[i].Source, store.Sources[store.SourceOf(i)]);
        }

        Assert.Equal(expected.Sum(entry => entry.piece.Tokens.Length), store.TokenCount);
        Assert.Equal((0, 1), (store.BytesOf(0), store.BytesOf(8)));
    }

    [Fact]
    public void Build_AnyNumberOfThreads_SameStore()
    {
        var documents = SmallCorpus.Documents(7);

        Assert.Equal(Content(Build(documents, new TokenStoreOptions { Threads = 1 })), Content(Build(documents, new TokenStoreOptions { Threads = 4 })));
    }

    [Fact]
    public void Build_DuplicateContent_IsKeptOnce()
    {
        var documents = SmallCorpus.Documents(8).DistinctBy(ContentHash.Of).ToList();
        var store = Build([.. documents, .. documents.Select(document => document with { Source = "copy" })], new TokenStoreOptions());

        Assert.Equal(new TokenStoreReport(documents.Count, documents.Count, TokenCacheUse.None), store.Report);
        Assert.DoesNotContain("copy", store.Sources);
    }

    [Fact]
    public void Build_PiecesOfADocument_AreOnTheSameSide()
    {
        var documents = Enumerable.Range(0, 200).Select(i => TrainingDocument.OfText("s", $"{i} {SmallCorpus.Text(new Random(i), 60)}")).ToList();
        var store = Build(documents, new TokenStoreOptions { DocumentTokensMax = 16, HeldOutShare = 0.3 });
        var heldOut = Enumerable.Range(0, store.DocumentCount).Where(store.IsHeldOut).ToList();
        var encoder = new DocumentEncoder(SmallCorpus.Tokenizer, ChatFormat.Default, 16);

        var piece = 0;
        foreach (var document in documents)
        {
            foreach (var _ in encoder.Encode(document))
            {
                Assert.Equal(HeldOutSplit.IsHeldOut(document, 0.3), store.IsHeldOut(piece++));
            }
        }

        Assert.InRange(heldOut.Count, store.DocumentCount / 5, store.DocumentCount / 2);
    }

    [Fact]
    public void Build_SecondTime_ReadsTheCache()
    {
        using var folder = new TemporaryFolder();
        var options = new TokenStoreOptions { CacheFolder = folder["new/cache"] };
        var documents = SmallCorpus.Documents(9);
        var (first, second) = (Build(documents, options), Build(documents, options));

        Assert.Equal((TokenCacheUse.Written, TokenCacheUse.Read), (first.Report.Cache, second.Report.Cache));
        Assert.Equal(Content(first), Content(second));
        Assert.Equal([$"tokens-{first.Key}.bin"], Directory.EnumerateFiles(folder["new/cache"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Build_OtherDocumentsOrOptions_OtherKey()
    {
        var documents = SmallCorpus.Documents(10);
        string[] keys =
        [
            Build(documents, new TokenStoreOptions()).Key,
            Build(documents[1..], new TokenStoreOptions()).Key,
            Build([.. documents.Select(document => document with { Source = "other" })], new TokenStoreOptions()).Key,
            Build(documents, new TokenStoreOptions { DocumentTokensMax = 100 }).Key,
            Build(documents, new TokenStoreOptions { HeldOutShare = 0.2 }).Key,
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys[0], Build(documents, new TokenStoreOptions { Threads = 2 }).Key);
    }

    [Fact]
    public void Build_DamagedCaches_AreReplaced()
    {
        const int Seed = 33;
        using var folder = new TemporaryFolder();
        var random = new Random(Seed);
        var options = new TokenStoreOptions { CacheFolder = folder.Path };
        var documents = SmallCorpus.Documents(11)[..40];
        var first = Build(documents, options);
        var path = folder[$"tokens-{first.Key}.bin"];
        var bytes = File.ReadAllBytes(path);
        for (var round = 0; round < 60; round++)
        {
            var damaged = bytes[..(round % 2 == 0 ? bytes.Length : random.Next(bytes.Length))];
            if (round % 2 == 0)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes(path, damaged);
            var store = Build(documents, options);

            Assert.True(store.Report.Cache == TokenCacheUse.Replaced, $"seed {Seed}, round {round}");
            Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes), $"seed {Seed}, round {round}");
        }
    }

    [Fact]
    public void Build_CacheThatCannotBeWritten_IsATypedError()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");

        var error = Assert.Throws<CorpusException>(() => Build(SmallCorpus.Documents(1), new TokenStoreOptions { CacheFolder = folder["file"] }));

        Assert.Contains("another folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DiskFull_IsATypedErrorAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<CorpusException>(() => CompleteFile.Write(folder["x"], stream =>
        {
            stream.Write([1, 2, 3]);
            throw new IOException("No space left on device");
        }));

        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void Build_NoDocuments_IsATypedError() => Assert.Throws<CorpusException>(() => Build([], new TokenStoreOptions()));

    [Theory]
    [InlineData(7, 0.1, 0)]
    [InlineData(8, 0.6, 0)]
    [InlineData(8, -0.1, 0)]
    [InlineData(8, double.NaN, 0)]
    [InlineData(8, 0.1, -1)]
    public void Build_OptionsOutOfRange_AreRefused(int tokens, double share, int threads)
        => Assert.Throws<ArgumentOutOfRangeException>(
            () => Build(SmallCorpus.Documents(1), new TokenStoreOptions { DocumentTokensMax = tokens, HeldOutShare = share, Threads = threads }));

    private static TokenStore Build(IEnumerable<TrainingDocument> documents, TokenStoreOptions options)
        => TokenStoreBuilder.Build(documents, SmallCorpus.Tokenizer, ChatFormat.Default, options);

    private static string Content(TokenStore store)
        => string.Join('\n', Enumerable.Range(0, store.DocumentCount).Select(document =>
            $"{store.Sources[store.SourceOf(document)]} {store.IsHeldOut(document)} {string.Join(' ', store.TokensOf(document).ToArray())} "
            + string.Concat(Enumerable.Range(0, store.LengthOf(document)).Select(i => store.IsAssistant(document, i) ? '1' : '0'))));
}
