namespace AdaptiveProvider.Models.Tests.Tokenization.AddedTokens;

/// <summary>Where added tokens are found in a text, and what they take along. Ids of byte tokens are their bytes.</summary>
public class AddedTokenTests
{
    private const int Token = 300;

    [Fact]
    public void Encode_SpecialTokenInText_IsOneToken()
    {
        var tokenizer = TinyTokenizers.ByteLevel().Build();

        Assert.Equal(['a', 256, 'b', 256, 256], tokenizer.Encode("a<|end|>b<|end|><|end|>"));
        Assert.Equal([.. "<|end|"u8.ToArray()], tokenizer.Encode("<|end|"));
    }

    [Fact]
    public void Encode_OverlappingTokens_LeftmostThenLongest()
    {
        var tokenizer = TinyTokenizers.ByteLevel()
            .With(TinyTokenizers.Added("ab", 301))
            .With(TinyTokenizers.Added("abc", 302))
            .With(TinyTokenizers.Added("bcde", 303))
            .Build();

        Assert.Equal([302, 'd', 'e'], tokenizer.Encode("abcde"));
        Assert.Equal(['x', 303], tokenizer.Encode("xbcde"));
        Assert.Equal([301, 'd'], tokenizer.Encode("abd"));
    }

    [Theory]
    [InlineData(false, false, new[] { 'a', ' ', Token, ' ', 'b' })]
    [InlineData(true, false, new[] { 'a', Token, ' ', 'b' })]
    [InlineData(false, true, new[] { 'a', ' ', Token, 'b' })]
    [InlineData(true, true, new[] { 'a', Token, 'b' })]
    public void Encode_Stripping_TakesTheWhiteSpaceBeside(bool left, bool right, int[] expected)
    {
        var tokenizer = TinyTokenizers.ByteLevel().With(TinyTokenizers.Added("<x>", Token, leftStrip: left, rightStrip: right)).Build();

        Assert.Equal(expected, tokenizer.Encode("a <x> b"));
    }

    [Fact]
    public void Encode_LeftStripAfterRightStrip_WhiteSpaceIsTakenOnce()
    {
        var tokenizer = TinyTokenizers.ByteLevel().With(TinyTokenizers.Added("<x>", Token, leftStrip: true, rightStrip: true)).Build();

        Assert.Equal([Token, Token], tokenizer.Encode(" <x> \n\t<x>  "));
    }

    [Fact]
    public void Encode_SingleWord_OnlyBetweenNonWordCharacters()
    {
        var tokenizer = TinyTokenizers.ByteLevel().With(TinyTokenizers.Added("no", Token, singleWord: true)).Build();

        Assert.Equal([Token, ',', Token], tokenizer.Encode("no,no"));
        Assert.Equal([.. "nose"u8.ToArray()], tokenizer.Encode("nose"));
        Assert.Equal([.. "éno"u8.ToArray()], tokenizer.Encode("éno"));
    }

    [Fact]
    public void Encode_NormalizedToken_IsMatchedAfterNormalization()
    {
        var definition = TinyTokenizers.ByteLevel().With("normalizer", """{"type":"Lowercase"}""");

        var normalized = definition.With(TinyTokenizers.Added("YES", Token, normalized: true)).Build();
        var raw = TinyTokenizers.ByteLevel().With("normalizer", """{"type":"Lowercase"}""").With(TinyTokenizers.Added("YES", Token)).Build();

        Assert.Equal([Token, Token], normalized.Encode("yesYes"));
        Assert.Equal(['y', 'e', 's', Token], raw.Encode("YesYES"));
    }

    [Fact]
    public void Encode_PrependAfterASpecialToken_AppliesToEveryPart()
    {
        var tokenizer = TinyTokenizers.ByteFallback().Build();

        Assert.Equal([259, 260, 2, 259, 261], tokenizer.Encode("a</s>b", addSpecialTokens: false));
    }

    [Fact]
    public void Build_TwoTokensWithOneId_IsRefused()
    {
        var definition = TinyTokenizers.ByteLevel().With(TinyTokenizers.Added("<x>", 'a'));

        var error = Assert.Throws<ModelFormatException>(() => definition.Build());

        Assert.Equal("added_tokens[1]", error.Field);
    }
}
