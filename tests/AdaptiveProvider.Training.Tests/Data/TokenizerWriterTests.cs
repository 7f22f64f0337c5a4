using System.Text;
using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Templates;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Folders that the runtime's tokenizer reads, and text that survives the way there and back.</summary>
public class TokenizerWriterTests
{
    private static readonly string[] Pieces =
    [
        "a", " the", "Hello", "  ", "\n", "\n\n", "\r\n", "\t", "12", "½", "é", "e\u0301", "日本", "🤗", "👩‍👩‍👧", "'s", "'LL", "...", "?!\n", "<|", "|>", "<|end|>", "<|user|>",
        "\u200b", "\u00a0", "\u3000", "𝒜", "\0", "\u0085", "\uFFFF", "ſ", "\"Oh,\" ",
    ];

    [Fact]
    public void Write_AnyText_RoundTrips()
    {
        const int Seed = 911;
        var random = new Random(Seed);
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Pieces[random.Next(Pieces.Length)]));

            Assert.True(text == SmallCorpus.Tokenizer.Decode(SmallCorpus.Tokenizer.Encode(text), skipSpecialTokens: false), $"seed {Seed}, round {round}: {text}");
        }
    }

    [Fact]
    public void Write_AllTokens_HaveTheIdsAndBytesOfTheVocabulary()
    {
        using var folder = new TemporaryFolder();
        var vocabulary = BytePairTrainer.Train(SmallCorpus.Documents(2), ChatFormat.Default.SpecialTokens, new BytePairTrainerOptions { VocabularySize = 500 });
        TokenizerWriter.Write(folder.Path, vocabulary, ChatFormat.Default);
        var tokenizer = Tokenizer.Load(folder.Path);

        Assert.Equal(vocabulary.Size, tokenizer.VocabularySize);
        for (var id = 0; id < vocabulary.Size; id++)
        {
            Assert.Equal(vocabulary.BytesOf(id).ToArray(), tokenizer.GetTokenBytes(id).ToArray());
            Assert.Equal(id < 8, tokenizer.IsSpecial(id));
        }

        Assert.Equal(["<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"], vocabulary.SpecialTokens.Take(5));
        Assert.Equal(("<|endoftext|>", "<|endoftext|>"), (tokenizer.BosToken, tokenizer.EosToken));
        Assert.NotNull(ChatTemplate.Load(folder.Path));
    }

    [Fact]
    public void Write_Words_ComeOutAsTheyWereTrained()
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Repeat("banana bandana 77.\n\n", 20));
        var vocabulary = BytePairTrainer.Train(
            [TrainingDocument.OfText("s", text)], ChatFormat.Default.SpecialTokens, new BytePairTrainerOptions { VocabularySize = 300, HeldOutShare = 0 });
        TokenizerWriter.Write(folder.Path, vocabulary, ChatFormat.Default);
        var tokenizer = Tokenizer.Load(folder.Path);

        Assert.Equal(["banana", " bandana", " ", "7", "7", ".\n\n"], tokenizer.Encode("banana bandana 77.\n\n").Select(id => Encoding.UTF8.GetString(tokenizer.GetTokenBytes(id))));
    }

    [Fact]
    public void Write_SameVocabulary_SameBytes()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        foreach (var folder in new[] { first, second })
        {
            var vocabulary = BytePairTrainer.Train(SmallCorpus.Documents(2), ChatFormat.Default.SpecialTokens, new BytePairTrainerOptions { VocabularySize = 400 });
            TokenizerWriter.Write(folder.Path, vocabulary, ChatFormat.Default);
        }

        foreach (var file in Directory.EnumerateFiles(first.Path).Select(Path.GetFileName))
        {
            Assert.Equal(File.ReadAllBytes(first[file!]), File.ReadAllBytes(second[file!]));
        }
    }

    [Fact]
    public void Write_BesideAModel_NamesTheStopTokens()
    {
        using var folder = TinyModels.Write(TinyModels.All[0]);
        TokenizerWriter.Write(folder.Path, BytePairTrainer.Train([], ChatFormat.Default.SpecialTokens, new BytePairTrainerOptions { VocabularySize = 300 }), ChatFormat.Default);
        using var opened = ModelFolder.Open(folder.Path);

        Assert.Equal([4, 0], opened.GenerationDefaults.EosTokens.AsEnumerable());
        Assert.Equal(0, opened.GenerationDefaults.BosToken);
    }

    [Fact]
    public void Write_VocabularyOfAnotherFormat_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var vocabulary = BytePairTrainer.Train([], ["<pad>"], new BytePairTrainerOptions { VocabularySize = 300 });

        Assert.Throws<ArgumentException>(() => TokenizerWriter.Write(folder.Path, vocabulary, ChatFormat.Default));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public void Write_FolderThatIsAFile_IsATypedError()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var vocabulary = BytePairTrainer.Train([], ChatFormat.Default.SpecialTokens, new BytePairTrainerOptions { VocabularySize = 300 });

        Assert.Throws<CorpusException>(() => TokenizerWriter.Write(folder["file"], vocabulary, ChatFormat.Default));
    }
}
