namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>What tokenizer_config.json changes.</summary>
public class TokenizerSettingsTests
{
    [Fact]
    public void Build_NamedTokens_AsStringsOrObjects()
    {
        var tokenizer = TinyTokenizers.ByteFallback()
            .Build("""{"bos_token":"<s>","eos_token":{"content":"</s>","special":true},"pad_token":null}""");

        Assert.Equal(("<s>", "</s>", null, null), (tokenizer.BosToken, tokenizer.EosToken, tokenizer.PadToken, tokenizer.UnknownToken));
    }

    [Theory]
    [InlineData("""{"tokenizer_class":"LlamaTokenizer","bos_token":"<s>","eos_token":"</s>"}""", new[] { 1, 259, 260 })]
    [InlineData("""{"tokenizer_class":"LlamaTokenizer","bos_token":"<s>","eos_token":"</s>","add_bos_token":false,"add_eos_token":true}""", new[] { 259, 260, 2 })]
    [InlineData("""{"tokenizer_class":"LlamaTokenizerFast","add_eos_token":true}""", new[] { 1, 259, 260, 2 })]
    [InlineData("""{"tokenizer_class":"PreTrainedTokenizerFast","bos_token":"<s>","add_bos_token":false}""", new[] { 1, 259, 260 })]
    [InlineData("""{}""", new[] { 1, 259, 260 })]
    public void Encode_AddBosAndEos_RuleTheFrameOfLlamaTokenizers(string settings, int[] expected)
        => Assert.Equal(expected, TinyTokenizers.ByteFallback().Build(settings).Encode("a"));

    [Fact]
    public void Build_BosThatIsNoToken_IsRefused()
    {
        var error = Assert.Throws<ModelFormatException>(
            () => TinyTokenizers.ByteFallback().Build("""{"tokenizer_class":"LlamaTokenizer","bos_token":"<bos>"}"""));

        Assert.Equal("tokenizer_config.json", error.File);
        Assert.Contains("<bos>", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_AddedTokensDecoder_AddsTokensAndOverridesFlags()
    {
        var tokenizer = TinyTokenizers.ByteLevel().Build(
            """{"added_tokens_decoder":{"256":{"content":"<|end|>","special":false},"257":{"content":"<think>","special":false,"lstrip":true}}}""");

        Assert.False(tokenizer.IsSpecial(256));
        Assert.Equal(['a', 257, 256], tokenizer.Encode("a <think><|end|>"));
        Assert.Equal(258, tokenizer.VocabularySize);
    }

    [Fact]
    public void Build_NamedTokenOfThePlainVocabulary_BecomesSpecial()
    {
        var tokenizer = TinyTokenizers.ByteLevel("a b").Build("""{"eos_token":"ab"}""");

        Assert.True(tokenizer.IsSpecial(256));
        Assert.Equal("c", tokenizer.Decode([256, 'c']));
    }

    [Theory]
    [InlineData("""{"bos_token":5}""", "bos_token")]
    [InlineData("""{"added_tokens_decoder":{"x":{"content":"a"}}}""", "added_tokens_decoder.x")]
    [InlineData("""{"added_tokens_decoder":{"9999999":{"content":"far"}}}""", "added_tokens_decoder.9999999")]
    [InlineData("""{"clean_up_tokenization_spaces":"yes"}""", "clean_up_tokenization_spaces")]
    [InlineData("""[]""", "")]
    public void Build_MalformedSettings_NameTheField(string settings, string field)
    {
        var error = Assert.Throws<ModelFormatException>(() => TinyTokenizers.ByteLevel().Build(settings));

        Assert.Equal(("tokenizer_config.json", field), (error.File, error.Field));
    }
}
