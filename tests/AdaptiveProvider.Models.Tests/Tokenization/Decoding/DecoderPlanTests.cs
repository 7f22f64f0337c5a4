using AdaptiveProvider.Models.Tokenization.Decoding;

namespace AdaptiveProvider.Models.Tests.Tokenization.Decoding;

/// <summary>Each decoder of a tokenizer.json over hand-made tokens, written with | between them.</summary>
public class DecoderPlanTests
{
    [Theory]
    [InlineData("""{"type":"ByteLevel"}""", "Ã|©Ġ|ðŁ|¤Ĺ", "é 🤗")]
    [InlineData("""{"type":"ByteLevel"}""", "Ã|Ġ|ðŁ", "\uFFFD \uFFFD")]
    [InlineData("""{"type":"ByteLevel"}""", "a b|Ġc|生Ġ", "a b c生Ġ")]
    [InlineData("""{"type":"ByteFallback"}""", "a|<0xE7>|<0x94>|<0x9F>|b", "a生b")]
    [InlineData("""{"type":"ByteFallback"}""", "<0xE7>|<0x94>|b|<0xE7>", "\uFFFD\uFFFDb\uFFFD")]
    [InlineData("""{"type":"ByteFallback"}""", "<0x61>|<0xFF>|<0xg1>|<0x6>", "\uFFFD\uFFFD<0xg1><0x6>")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""", "▁▁a▁b|▁c", "ab c")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"never"}""", "▁a|▁c", " a c")]
    [InlineData("""{"type":"Replace","pattern":{"String":"aab"},"content":"X"}""", "aaab|aa|b", "aXaab")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"a+"},"content":"X"}""", "baab|aa", "bXbX")]
    [InlineData("""{"type":"Strip","content":" ","start":1,"stop":1}""", "  a  |  |b", " a b")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Strip","content":" ","start":2,"stop":2}]}""", " | | a  b | | ", " a  b ")]
    [InlineData("""{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Replace","pattern":{"String":"ab"},"content":"X"}]}""", "a|ba|a|b", "XaX")]
    [InlineData("null", "a|b", "a b")]
    public void Chain_Components_DecodeAsTheReference(string json, string tokens, string expected)
    {
        var plan = DecoderPlan.Read(json == "null" ? null : TinyTokenizers.Field(json), cleanUpSpaces: false);

        Assert.Equal(expected, Decode(plan, tokens.Split('|')));
    }

    [Fact]
    public void Chain_CleanUp_RemovesSpacesInTheReferencesOrder()
    {
        var plan = DecoderPlan.Read(TinyTokenizers.Field("""{"type":"ByteLevel"}"""), cleanUpSpaces: true);

        Assert.Equal("Hi, you?!. I'm, don't'it's", Decode(plan, "Hi|Ġ,|Ġyou|Ġ?|Ġ!|Ġ.|ĠI|Ġ'm|Ġ,|Ġdo|Ġn't|Ġ'|Ġ|it|Ġ's".Split('|')));
    }

    [Theory]
    [InlineData("""{"type":"CTC"}""", "CTC")]
    [InlineData("""{"type":"Strip","content":"ab","start":0,"stop":0}""", "one character")]
    [InlineData("""{"type":"Replace","pattern":{"String":"a"},"content":"0123456789012345678901234567890123456789012345678901234567890123456789"}""", "multiply")]
    public void Read_UnknownOrHostile_IsRefused(string json, string named)
    {
        var error = Assert.Throws<ModelFormatException>(() => DecoderPlan.Read(TinyTokenizers.Field(json, "decoder"), false));

        Assert.StartsWith("decoder", error.Field, StringComparison.Ordinal);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private static string Decode(DecoderPlan plan, IEnumerable<string> tokens)
    {
        var sink = new TextSink();
        var chain = plan.CreateChain(sink);
        foreach (var token in tokens)
        {
            chain.Write(token);
            chain.EndToken();
        }

        chain.Finish();
        return sink.Take();
    }
}
