using AdaptiveProvider.Models.Tokenization.PreTokenization;

namespace AdaptiveProvider.Models.Tests.Tokenization.PreTokenization;

/// <summary>How each pre-tokenizer of a tokenizer.json cuts.</summary>
public class PreTokenizerTests
{
    private const string Gpt2 = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}""";
    private const string Llama3 = """{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false}""";

    [Theory]
    [InlineData("Removed", "the|final|countdown")]
    [InlineData("Isolated", "the|-|final|-|-|countdown")]
    [InlineData("MergedWithPrevious", "the-|final-|-|countdown")]
    [InlineData("MergedWithNext", "the|-final|-|-countdown")]
    [InlineData("Contiguous", "the|-|final|--|countdown")]
    public void Split_Behaviors_CutAsTheReferenceDocuments(string behavior, string expected)
        => Assert.Equal(expected, Cut($$"""{"type":"Split","pattern":{"String":"-"},"behavior":"{{behavior}}","invert":false}""", "the-final--countdown"));

    [Theory]
    [InlineData("Removed", "-|--")]
    [InlineData("Isolated", "the|-|final|--|countdown")]
    [InlineData("MergedWithNext", "the-|final--|countdown")]
    public void Split_Inverted_SwapsMatchesAndGaps(string behavior, string expected)
        => Assert.Equal(expected, Cut($$"""{"type":"Split","pattern":{"Regex":"-+"},"behavior":"{{behavior}}","invert":true}""", "the-final--countdown"));

    [Theory]
    [InlineData("I've  been told 12345!!\n", "I|'ve|Ġ|Ġbeen|Ġtold|Ġ12345|!!|Ċ")]
    [InlineData("It'S x's", "It|'|S|Ġx|'s")]
    [InlineData("é 𝐇𝟏 🤗", "Ã©|ĠðĿĲĩ|ðĿŁı|ĠðŁ¤Ĺ")]
    public void Split_ByteLevel_CutsAsGpt2AndSpellsBytes(string text, string expected)
        => Assert.Equal(expected, Cut(Gpt2, text));

    [Theory]
    [InlineData("I'LL 12345 go\r\n\r\n  x", "I|'LL| |123|45| go|\r\n\r\n| | x")]
    [InlineData("(test)...\n\n ", "(test|)...\n\n| ")]
    [InlineData("it'\u017F", "it|'\u017F")]
    [InlineData("a\U00020000b\U0001D7CF\U0001D7CF\U0001D7CF\U0001D7CF\U0001F917\U0001F917", "a\U00020000b|\U0001D7CF\U0001D7CF\U0001D7CF|\U0001D7CF|\U0001F917\U0001F917")]
    public void Split_Llama3_CutsByCodePoint(string text, string expected)
        => Assert.Equal(expected, Cut(Llama3, text));

    [Theory]
    [InlineData("""{"type":"Digits","individual_digits":true}""", "a12½b", "a|1|2|½|b")]
    [InlineData("""{"type":"Digits","individual_digits":false}""", "a12½b3", "a|12½|b|3")]
    [InlineData("""{"type":"Whitespace"}""", "Hello  there, you!?", "Hello|there|,|you|!?")]
    [InlineData("""{"type":"WhitespaceSplit"}""", " a\u00A0b,c\n", "a|b,c")]
    [InlineData("""{"type":"Punctuation"}""", "a+b?!c", "a|+|b|?|!|c")]
    [InlineData("""{"type":"Punctuation","behavior":"Contiguous"}""", "a?!c", "a|?!|c")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""", "a  b", "▁a|▁|▁b")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""", " a", "▁a")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":false}""", "a b", "a▁b")]
    [InlineData("""{"type":"Metaspace","replacement":"_","add_prefix_space":true}""", "a b", "_a|_b")]
    [InlineData("""{"type":"Metaspace","replacement":"_","add_prefix_space":false}""", "a b", "a|_b")]
    [InlineData("""{"type":"ByteLevel","add_prefix_space":true,"use_regex":false}""", "a b", "ĠaĠb")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false}]}""", "x 12", "x|Ġ|1|2")]
    public void Split_Components_Cut(string json, string text, string expected) => Assert.Equal(expected, Cut(json, text));

    [Fact]
    public void Encode_MetaspaceFirst_PrependsOnlyAtTheStartOfTheText()
    {
        var tokenizer = TinyTokenizers.ByteFallback()
            .With("normalizer", """{"type":"Sequence","normalizers":[]}""")
            .With("pre_tokenizer", """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""")
            .Build();

        Assert.Equal([259, 260, 2, 260], tokenizer.Encode("a</s>a", addSpecialTokens: false));
        Assert.Equal([2, 260], tokenizer.Encode("</s>a", addSpecialTokens: false));
    }

    [Theory]
    [InlineData("""{"type":"UnicodeScripts"}""", "pre_tokenizer.type", "UnicodeScripts")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"Digits"},{"type":"Nope"}]}""", "pre_tokenizer.pretokenizers[1].type", "Nope")]
    [InlineData("""{"type":"Split","pattern":{"String":"a"},"behavior":"Sideways"}""", "pre_tokenizer.behavior", "Sideways")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"(a"},"behavior":"Isolated"}""", "pre_tokenizer.pattern.Regex", "unclosed group")]
    [InlineData("""{"type":"Split","pattern":{"Wild":"a"},"behavior":"Isolated"}""", "pre_tokenizer.pattern", "String or Regex")]
    [InlineData("""{"type":"Metaspace","replacement":"ab"}""", "pre_tokenizer.replacement", "one character")]
    public void Build_UnknownPart_NamesItsPlace(string json, string field, string named)
    {
        var error = Assert.Throws<ModelFormatException>(() => TinyTokenizers.ByteLevel().With("pre_tokenizer", json).Build());

        Assert.Equal((field, "tokenizer.json"), (error.Field, error.File));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static string Cut(string json, string text)
    {
        List<TextPiece> pieces = [new TextPiece(text.AsMemory(), AtStart: true)];
        foreach (var step in PreTokenizerReader.Read(TinyTokenizers.Field(json)))
        {
            var cut = new List<TextPiece>();
            pieces.ForEach(piece => step.Split(piece, cut));
            pieces = cut;
        }

        return string.Join('|', pieces.Select(piece => piece.Text.ToString()));
    }
}
