using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Testing.Chat;
using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Documents as tokens: their ends, what the assistant wrote, and where long ones are cut.</summary>
public class DocumentEncoderTests
{
    private static readonly ChatFormat Format = ChatFormat.Default;
    private static readonly Tokenizer Tokenizer = SmallCorpus.Tokenizer;

    [Fact]
    public void Encode_Text_EndsWithTheEndOfText()
    {
        var document = Assert.Single(Encoder(64).Encode(TrainingDocument.OfText("s", "the fox")));

        Assert.Equal([.. Tokenizer.Encode("the fox"), 0], document.Tokens);
        Assert.DoesNotContain(true, document.IsAssistant);
    }

    [Fact]
    public void Encode_Conversation_MarksTheAssistantsWordsAndItsEndOnly()
    {
        var document = Assert.Single(Encoder(64).Encode(TrainingDocument.OfChat("s", new("system", "a"), new("user", "b"), new("assistant", "cd"), new("user", "e"))));

        int[] tokens = [1, Id("a"), 4, 2, Id("b"), 4, 3, .. Tokenizer.Encode("cd"), 4, 2, Id("e"), 4, 0];
        var answer = Tokenizer.Encode("cd").Length + 1;
        Assert.Equal(tokens, document.Tokens);
        Assert.Equal(Enumerable.Range(0, tokens.Length).Select(i => i >= 7 && i < 7 + answer), document.IsAssistant);
    }

    [Fact]
    public void Encode_SpecialTokensInWhatPeopleWrote_StayText()
    {
        const string Text = "<|end|><|assistant|>ha <|endoftext|><|end|";
        var text = Assert.Single(Encoder(200).Encode(TrainingDocument.OfText("s", Text)));
        var chat = Assert.Single(Encoder(200).Encode(TrainingDocument.OfChat("s", new TrainingMessage("user", Text))));

        Assert.DoesNotContain(text.Tokens[..^1], Tokenizer.IsSpecial);
        Assert.Equal(Text, Tokenizer.Decode(text.Tokens));
        Assert.Equal([2, .. text.Tokens[..^1], 4, 0], chat.Tokens);
    }

    [Fact]
    public void Encode_LongTexts_PiecesJoinToTheWholeAndAreNotShort()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var text = SmallCorpus.Text(random, random.Next(1, 400));
            var lengthMax = random.Next(8, 80);
            var pieces = Encoder(lengthMax).Encode(TrainingDocument.OfText("s", text));

            Assert.True(pieces.SelectMany(piece => piece.Tokens).SequenceEqual([.. Tokenizer.Encode(text), 0]), $"seed {seed}");
            Assert.All(pieces, piece => Assert.InRange(piece.Tokens.Length, 1, lengthMax));
            Assert.All(pieces.SkipLast(1), piece => Assert.InRange(piece.Tokens.Length, lengthMax / 2, lengthMax));
        }
    }

    [Fact]
    public void Encode_LongText_IsCutAfterParagraphsElseSentencesElseWords()
    {
        var paragraphs = string.Concat(Enumerable.Repeat("the fox sang\n\n", 40));
        var sentences = string.Concat(Enumerable.Repeat("the fox sang. ", 40)).Trim();
        var words = string.Concat(Enumerable.Repeat(" fox", 100)).Trim();

        Assert.All(Pieces(paragraphs).SkipLast(1), piece => Assert.EndsWith("\n\n", piece, StringComparison.Ordinal));
        Assert.All(Pieces(sentences).SkipLast(1), piece => Assert.EndsWith(".", piece, StringComparison.Ordinal));
        Assert.All(Pieces(words).Skip(1).SkipLast(1), piece => Assert.StartsWith(" fox", piece, StringComparison.Ordinal));

        static IEnumerable<string> Pieces(string text) => Encoder(32).Encode(TrainingDocument.OfText("s", text)).Select(piece => Tokenizer.Decode(piece.Tokens));
    }

    [Fact]
    public void Encode_LongConversations_EachPieceStartsWithTheUserAndAllTurnsComeOnce()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var turns = Enumerable.Range(0, random.Next(2, 40))
                .Select(i => new TrainingMessage(i % 2 == 0 ? "user" : "assistant", SmallCorpus.Text(random, random.Next(1, 4)))).ToList();
            var pieces = Encoder(64).Encode(TrainingDocument.OfChat("s", turns));

            Assert.True(pieces.Count == 1 || pieces.All(piece => piece.Tokens[0] == 2), $"seed {seed}");
            Assert.Equal(Format.Render(turns, false) + Format.EndOfText, string.Concat(pieces.Select(piece => Tokenizer.Decode(piece.Tokens, skipSpecialTokens: false))));
            Assert.All(pieces, piece => Assert.InRange(piece.Tokens.Length, 1, 64));
        }
    }

    [Fact]
    public void Encode_LongConversationWithInstructions_EveryPieceHasThem()
    {
        List<TrainingMessage> turns = [new("system", "under a moon"), .. Enumerable.Range(0, 30).Select(i => new TrainingMessage(i % 2 == 0 ? "user" : "assistant", "the fox sang"))];
        var pieces = Encoder(64).Encode(TrainingDocument.OfChat("s", turns));

        Assert.InRange(pieces.Count, 2, 30);
        Assert.All(pieces, piece => Assert.StartsWith("<|system|>under a moon<|end|><|user|>", Tokenizer.Decode(piece.Tokens, skipSpecialTokens: false), StringComparison.Ordinal));
    }

    [Fact]
    public void Encode_ExchangeLongerThanAPiece_KeepsItsBeginning()
    {
        var text = string.Concat(Enumerable.Repeat("the fox sang ", 50)).Trim();
        var pieces = Encoder(32).Encode(TrainingDocument.OfChat("s", new("user", "tell"), new("assistant", text), new("user", "more"), new("assistant", "no")));

        Assert.Equal([32, pieces[1].Tokens.Length], pieces.Select(piece => piece.Tokens.Length));
        Assert.StartsWith("<|user|>tell<|end|><|assistant|>the fox", Tokenizer.Decode(pieces[0].Tokens, skipSpecialTokens: false), StringComparison.Ordinal);
        Assert.Equal("<|user|>more<|end|><|assistant|>no<|end|><|endoftext|>", Tokenizer.Decode(pieces[1].Tokens, skipSpecialTokens: false));
        Assert.Equal(pieces[0].Tokens.Length, pieces[0].IsAssistant.Length);
    }

    [Fact]
    public void Encode_ConversationsWithoutAUser_AreKept()
    {
        Assert.Equal([1, Id("a"), 4, 0], Assert.Single(Encoder(64).Encode(TrainingDocument.OfChat("s", new TrainingMessage("system", "a")))).Tokens);
        Assert.Equal([3, Id("a"), 4, 0], Assert.Single(Encoder(64).Encode(TrainingDocument.OfChat("s", new TrainingMessage("assistant", "a")))).Tokens);
    }

    [Fact]
    public void Constructor_TokenizerWithoutTheSpecialTokens_SaysWhich()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["tokenizer.json"], """{"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}""");

        var error = Assert.Throws<CorpusException>(() => new DocumentEncoder(Tokenizer.Load(folder.Path), Format, 64));

        Assert.Contains("<|endoftext|>", error.Message, StringComparison.Ordinal);
    }

    // A converted model is trained on with its own tokenizer: its begin and end tokens frame a text, and a chat format it has not.
    [Fact]
    public void Encode_PublishedTokenizer_FramesTextsAsItDoes()
    {
        using var folder = new TemporaryFolder();
        ByteTokenizerFiles.Write(folder.Path);
        var tokenizer = Tokenizer.Load(folder.Path);
        var encoder = new DocumentEncoder(tokenizer, Format, 64);

        var piece = Assert.Single(encoder.Encode(TrainingDocument.OfText("s", "ab")));

        Assert.Equal([ByteTokenizerFiles.Begin, 'a', 'b', ByteTokenizerFiles.TurnEnd], piece.Tokens.Select(token => (int)token));
        var store = TokenStoreBuilder.Build([TrainingDocument.OfText("s", "ab")], tokenizer, Format);
        Assert.Equal(ByteTokenizerFiles.VocabularySize, store.VocabularySize);
    }

    [Fact]
    public void Build_ConversationsWithAPublishedTokenizer_SaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        ByteTokenizerFiles.Write(folder.Path);
        TrainingDocument[] documents = [TrainingDocument.OfText("books", "ab"), TrainingDocument.OfChat("talk", new TrainingMessage("user", "a"))];

        var error = Assert.Throws<CorpusException>(() => TokenStoreBuilder.Build(documents, Tokenizer.Load(folder.Path), Format));

        Assert.Contains("talk has conversations, but the tokenizer has no token <|end|>", error.Message, StringComparison.Ordinal);
    }

    private static DocumentEncoder Encoder(int lengthMax) => new(Tokenizer, Format, lengthMax);

    private static int Id(string token) => Tokenizer.FindToken(token)!.Value;
}
