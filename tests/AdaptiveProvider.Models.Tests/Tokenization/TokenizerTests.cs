using System.Text.Json.Nodes;

namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>Encoding and decoding with vocabularies small enough to work out by hand.</summary>
public class TokenizerTests
{
    [Fact]
    public void Encode_ByteLevelMerges_LowestRankThenLeftmostFirst()
    {
        var tokenizer = TinyTokenizers.ByteLevel("a b", "b c", "ab c").Build();

        // a b + c, not a + b c, because "a b" ranks lower; then "ab c". In "bcab" the pairs do not compete.
        Assert.Equal([258], tokenizer.Encode("abc"));
        Assert.Equal([257, 256], tokenizer.Encode("bcab"));
    }

    [Fact]
    public void Encode_MergesAsPairs_SameAsStrings()
    {
        var definition = TinyTokenizers.ByteLevel("a b", "ab c");
        definition["model"]!["merges"] = new JsonArray(new JsonArray("a", "b"), new JsonArray("ab", "c"));

        Assert.Equal([257, 'd'], definition.Build().Encode("abcd"));
    }

    [Fact]
    public void Encode_IgnoreMerges_TakesTheWholeWordFromTheVocabulary()
    {
        var definition = TinyTokenizers.ByteLevel("b c");
        definition["model"]!["vocab"]!["abc"] = 300;

        var merged = definition.Build().Encode("abc abcd");
        definition["model"]!["ignore_merges"] = true;
        var whole = definition.Build().Encode("abc abcd");

        Assert.Equal(['a', 256, ' ', 'a', 256, 'd'], merged);
        Assert.Equal([300, ' ', 'a', 256, 'd'], whole);
    }

    [Fact]
    public void Encode_ByteFallback_SpellsUnknownCharactersInBytes()
    {
        var tokenizer = TinyTokenizers.ByteFallback("▁ a", "l l").Build();

        // ▁a is 270, ll 271; é is 0xC3 0xA9.
        Assert.Equal([1, 270, 271, 3 + 0xC3, 3 + 0xA9, 259, 267], tokenizer.Encode("allé o"));
    }

    [Fact]
    public void Encode_NoByteTokens_FusesUnknownsOrNot()
    {
        var definition = TinyTokenizers.ByteFallback();
        definition["model"]!["byte_fallback"] = false;
        var fused = definition.Build().Encode("aééb", addSpecialTokens: false);
        definition["model"]!["fuse_unk"] = false;
        var single = definition.Build().Encode("aééb", addSpecialTokens: false);

        Assert.Equal([259, 260, 0, 261], fused);
        Assert.Equal([259, 260, 0, 0, 261], single);
    }

    [Fact]
    public void Encode_UnknownTokenOutsideTheVocabulary_FailsOnlyWhenNeeded()
    {
        var definition = TinyTokenizers.ByteLevel();
        definition["model"]!["unk_token"] = "<nothing>";
        definition["model"]!["vocab"]!.AsObject().Remove("z");
        var tokenizer = definition.Build();

        Assert.Equal(['a'], tokenizer.Encode("a"));
        var error = Assert.Throws<ModelFormatException>(() => tokenizer.Encode("z"));
        Assert.Equal("model.unk_token", error.Field);
    }

    [Fact]
    public void Encode_LoneSurrogates_CountAsReplacementCharacters()
    {
        var tokenizer = TinyTokenizers.ByteLevel().Build();

        Assert.Equal(tokenizer.Encode("a\uFFFDb\uFFFD😀"), tokenizer.Encode("a\uD83Db\uDE00😀"));
    }

    [Fact]
    public void Encode_EmptyText_OnlySpecialTokens()
    {
        var tokenizer = TinyTokenizers.ByteFallback().Build();

        Assert.Equal([1], tokenizer.Encode(""));
        Assert.Empty(tokenizer.Encode("", addSpecialTokens: false));
    }

    [Fact]
    public void Encode_WhiteSpaceTokensBeyondTheVocabulary_NeedRowsInTheModel()
    {
        var definition = TinyTokenizers.ByteLevel().With(TinyTokenizers.Added("  ", 257, normalized: true));

        Assert.Equal([' ', ' ', ' '], definition.Build().Encode("   "));
        Assert.Equal([257, ' '], definition.Build(modelRows: 300).Encode("   "));
        Assert.Equal([' ', ' ', ' '], definition.Build(modelRows: 257).Encode("   "));
        Assert.Equal("  ", definition.Build().Decode([257]));
    }

    [Theory]
    [InlineData("""{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"</s>","type_id":0}}],"special_tokens":{"<s>":{"id":"<s>","ids":[1],"tokens":["<s>"]},"</s>":{"id":"</s>","ids":[2],"tokens":["</s>"]}}}""", new[] { 1, 259, 260, 2 })]
    [InlineData("""{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",1],"trim_offsets":true,"add_prefix_space":true}""", new[] { 1, 259, 260, 2 })]
    [InlineData("""{"type":"Sequence","processors":[{"type":"ByteLevel"},{"type":"BertProcessing","sep":["</s>",2],"cls":["<s>",1]},{"type":"BertProcessing","sep":["</s>",0],"cls":["<s>",0]}]}""", new[] { 0, 1, 259, 260, 2, 0 })]
    [InlineData("null", new[] { 259, 260 })]
    public void Encode_PostProcessors_FrameTheText(string postProcessor, int[] expected)
    {
        var tokenizer = TinyTokenizers.ByteFallback().With("post_processor", postProcessor == "null" ? """{"type":"ByteLevel"}""" : postProcessor).Build();

        Assert.Equal(expected, tokenizer.Encode("a"));
        Assert.Equal([259, 260], tokenizer.Encode("a", addSpecialTokens: false));
    }

    [Fact]
    public void Decode_UnknownId_IsLeftOut_NegativeIdThrows()
    {
        var tokenizer = TinyTokenizers.ByteLevel().Build();

        Assert.Equal("ab", tokenizer.Decode(['a', 5_000_000, 'b']));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([-7]));
        Assert.Contains("-7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_SpecialTokens_SkippedOrKept()
    {
        var tokenizer = TinyTokenizers.ByteFallback().Build();

        Assert.Equal("a", tokenizer.Decode([1, 259, 260, 2]));
        Assert.Equal("<s> a</s>", tokenizer.Decode([1, 259, 260, 2], skipSpecialTokens: false));
    }

    [Fact]
    public void GetTokenBytes_BothFamilies_AreTheBytesWithinAText()
    {
        var byteLevel = TinyTokenizers.ByteLevel("Ġ a").Build();
        var fallback = TinyTokenizers.ByteFallback("▁ a").Build();

        Assert.Equal(" a"u8.ToArray(), byteLevel.GetTokenBytes(256).ToArray());
        Assert.Equal([0xE9], byteLevel.GetTokenBytes(0xE9).ToArray());
        Assert.Equal("<|end|>"u8.ToArray(), byteLevel.GetTokenBytes(257).ToArray());
        Assert.Equal(" a"u8.ToArray(), fallback.GetTokenBytes(270).ToArray());
        Assert.Equal([0x0A], fallback.GetTokenBytes(13).ToArray());
        Assert.Empty(fallback.GetTokenBytes(100_000).ToArray());
    }

    [Fact]
    public void Tokens_OfTheTable_AreFoundAndClassified()
    {
        var tokenizer = TinyTokenizers.ByteLevel("a b").Build();

        Assert.Equal(258, tokenizer.VocabularySize);
        Assert.Equal(256, tokenizer.FindToken("ab"));
        Assert.Equal(257, tokenizer.FindToken("<|end|>"));
        Assert.Null(tokenizer.FindToken("missing"));
        Assert.True(tokenizer.IsSpecial(257));
        Assert.False(tokenizer.IsSpecial(256));
        Assert.False(tokenizer.IsSpecial(-1));
    }

    [Fact]
    public void Encode_ManyCallers_AllAgree()
    {
        var tokenizer = TinyTokenizers.ByteLevel("a b", "ab c", "Ġ a", "c d").Build();
        var texts = Enumerable.Range(0, 200).Select(i => $"abc {new string('a', i % 7)}bcd {i} ab").ToArray();
        var expected = texts.Select(text => TinyTokenizers.ByteLevel("a b", "ab c", "Ġ a", "c d").Build().Encode(text)).ToArray();

        var actual = new int[texts.Length][];
        Parallel.For(0, texts.Length * 20, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => actual[i % texts.Length] = tokenizer.Encode(texts[i % texts.Length]));

        Assert.Equal(expected, actual);
    }
}
