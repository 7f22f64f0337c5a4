namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>A megabyte without a place to cut must not hang. Quadratic work would take hours here; linear work takes a second.</summary>
public class LongTextTests
{
    private const int Length = 1 << 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Encode_OneMegabyteWithoutACut_ComesBack(bool byteFallback)
    {
        var doublings = new[] { "a a", "aa aa", "aaaa aaaa", "l l", "a b" };
        var tokenizer = (byteFallback
            ? TinyTokenizers.ByteFallback([.. doublings, "▁ ▁", "▁▁ ▁▁"])
            : TinyTokenizers.ByteLevel([.. doublings, "Ġ Ġ", "ĠĠ ĠĠ", "1 1"])).Build();
        var random = new Random(5);
        string[] texts =
        [
            new('a', Length), new(' ', Length), new('1', Length), string.Create(Length, random, (span, source) => source.GetItems("abcdehlowr", span)),
        ];
        foreach (var text in texts)
        {
            var decoded = tokenizer.Decode(tokenizer.Encode(text, addSpecialTokens: false), skipSpecialTokens: false);

            Assert.True(decoded == text, $"does not come back: {text[..8]}…");
        }
    }
}
