namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>Text that comes piece by piece is the text that comes at once, and every piece is whole characters.</summary>
public class IncrementalDetokenizerTests
{
    [Fact]
    public void Append_ByteLevelCharacterInFourTokens_ComesWithTheLast()
    {
        var detokenizer = TinyTokenizers.ByteLevel().Build().CreateDetokenizer();

        string[] pieces = [.. "a🤗b"u8.ToArray().Select(value => detokenizer.Append(value)), detokenizer.Flush()];

        Assert.Equal(["a", "", "", "", "🤗", "b", ""], pieces);
    }

    [Fact]
    public void Append_ByteTokens_ComeWhenTheRunEnds()
    {
        var detokenizer = TinyTokenizers.ByteFallback().Build().CreateDetokenizer();

        string[] pieces = [.. ((int[])[1, 259, 260, 3 + 0xC3, 3 + 0xA9, 261, 3 + 0xC3]).Select(detokenizer.Append), detokenizer.Flush()];

        Assert.Equal(["", "", "a", "", "", "éb", "", "\uFFFD"], pieces);
    }

    [Fact]
    public void Flush_UnfinishedCharacter_IsReplacedAndANewTextMayFollow()
    {
        var detokenizer = TinyTokenizers.ByteLevel().Build().CreateDetokenizer();

        detokenizer.Append(0xF0);
        Assert.Equal("\uFFFD", detokenizer.Flush());
        Assert.Equal("a", detokenizer.Append('a'));
        Assert.Equal("", detokenizer.Flush());
    }

    [Fact]
    public void Append_LeadingSpaceOfLlama_IsStrippedOnceOnly()
    {
        var detokenizer = TinyTokenizers.ByteFallback().Build().CreateDetokenizer();

        Assert.Equal(["", "", " ", "a", " "], ((int[])[1, 259, 259, 260, 259]).Select(detokenizer.Append));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Append_RandomTokens_JoinsToDecode(bool byteFallback, bool skipSpecial)
    {
        const int Seed = 411;
        var random = new Random(Seed);
        var definition = byteFallback
            ? TinyTokenizers.ByteFallback("▁ a", "l l", "h e", "he ll")
            : TinyTokenizers.ByteLevel("Ġ a", "Ã ©", "ð Ł", "ðŁ ¤", "n '");
        foreach (var settings in (string?[])[null, """{"clean_up_tokenization_spaces":true}"""])
        {
            var tokenizer = definition.Build(settings);
            for (var round = 0; round < 1_000; round++)
            {
                int[] ids = random.Next(2) == 0
                    ? tokenizer.Encode(RandomText.Next(random, 20))
                    : [.. Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(tokenizer.VocabularySize + 2))];
                var detokenizer = tokenizer.CreateDetokenizer(skipSpecial);
                string[] pieces = [.. ids.Select(detokenizer.Append), detokenizer.Flush()];

                Assert.True(string.Concat(pieces) == tokenizer.Decode(ids, skipSpecial), $"seed {Seed}, round {round}: {string.Join(' ', ids)}");
                Assert.All(pieces, piece => Assert.True(IsWellFormed(piece), $"seed {Seed}, round {round}: {string.Join(' ', ids)}"));
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decode_EncodedText_IsTheText(bool byteFallback)
    {
        const int Seed = 97;
        var random = new Random(Seed);
        var tokenizer = (byteFallback ? TinyTokenizers.ByteFallback("▁ a", "l l", "h e", "he ll") : TinyTokenizers.ByteLevel("Ġ a", "h e", "Ġ Ġ", "Ã ©")).Build();
        for (var round = 0; round < 2_000; round++)
        {
            // What means something else in this family: the visible space, byte tokens, special tokens.
            var text = RandomText.Next(random, 20).Replace("▁", " ", StringComparison.Ordinal).Replace('<', '(');

            Assert.True(text == tokenizer.Decode(tokenizer.Encode(text)), $"seed {Seed}, round {round}: {text}");
        }
    }

    private static bool IsWellFormed(string piece)
    {
        for (var i = 0; i < piece.Length; i++)
        {
            if (char.IsSurrogate(piece[i]) && !(i + 1 < piece.Length && char.IsSurrogatePair(piece[i], piece[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
