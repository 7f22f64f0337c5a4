using System.Text;

namespace AdaptiveProvider.Models.Tests.Tokenization;

/// <summary>Texts that mix the ordinary with what goes wrong: marks, emoji, joiners, control characters, rare scripts.</summary>
internal static class RandomText
{
    private static readonly string[] Fragments =
    [
        " ", "  ", "\n", "\r\n", "\t", "'s", "'LL", "\u00A0", "\u2028", "é", "e\u0301", "ß", "ﬁ", "한", "\u1112\u1161\u11AB", "生", "नि", "ก็", "🤗", "👩‍👩‍👧", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "𝐇",
        "𠀀", "½", "٣", "▁", "Ġ", "\0", "\uFFFD", "<0x0A>", "<s>", "</s>", "<|end|>", "1234", "hello", "World", "don't", "...", "!?",
    ];

    public static string Next(Random random, int fragments)
    {
        var text = new StringBuilder();
        for (var i = random.Next(fragments + 1); i > 0; i--)
        {
            if (random.Next(3) == 0)
            {
                var scalar = random.Next(2) == 0 ? random.Next(0x300) : random.Next(0x30000);
                text.Append(Rune.IsValid(scalar) ? new Rune(scalar) : Rune.ReplacementChar);
            }
            else
            {
                text.Append(Fragments[random.Next(Fragments.Length)]);
            }
        }

        return text.ToString();
    }
}
