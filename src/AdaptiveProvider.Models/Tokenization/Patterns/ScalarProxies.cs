using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Patterns;

/// <summary>
/// .NET's expressions see UTF-16 units, the reference's see code points: for matching, each code point beyond U+FFFF is stood in for by one
/// rare character of the same general category.
/// </summary>
internal static class ScalarProxies
{
    private static readonly char[] ByCategory = BuildProxies();

    public static bool AreNeeded(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    public static char Of(UnicodeCategory category) => ByCategory[(int)category];

    /// <summary>Writes one character per code point and returns how many.</summary>
    public static int Write(ReadOnlySpan<char> text, Span<char> proxies)
    {
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            proxies[count++] = rune.IsBmp ? (char)rune.Value : Of(Rune.GetUnicodeCategory(rune));
        }

        return count;
    }

    /// <summary>Turns ranges over code points, in order, into ranges over the text's units.</summary>
    public static void MapBack(ReadOnlySpan<char> text, Span<Range> ranges)
    {
        var (scalar, unit) = (0, 0);
        for (var i = 0; i < ranges.Length; i++)
        {
            var start = Advance(text, ranges[i].Start.Value, ref scalar, ref unit);
            ranges[i] = start..Advance(text, ranges[i].End.Value, ref scalar, ref unit);
        }
    }

    private static int Advance(ReadOnlySpan<char> text, int target, ref int scalar, ref int unit)
    {
        for (; scalar < target; scalar++)
        {
            unit += char.IsHighSurrogate(text[unit]) ? 2 : 1;
        }

        return unit;
    }

    // Syloti Nagri, North Indic and their neighbours at U+A680..U+A8FF: no published expression names them.
    private static char[] BuildProxies()
    {
        var proxies = new char[(int)UnicodeCategory.OtherNotAssigned + 1];
        Array.Fill(proxies, '\uFDD0');
        proxies[(int)UnicodeCategory.UppercaseLetter] = '\uA680';
        proxies[(int)UnicodeCategory.LowercaseLetter] = '\uA681';
        proxies[(int)UnicodeCategory.TitlecaseLetter] = '\u1F88';
        proxies[(int)UnicodeCategory.ModifierLetter] = '\uA9CF';
        proxies[(int)UnicodeCategory.OtherLetter] = '\uA80A';
        proxies[(int)UnicodeCategory.NonSpacingMark] = '\uA80B';
        proxies[(int)UnicodeCategory.SpacingCombiningMark] = '\uA823';
        proxies[(int)UnicodeCategory.EnclosingMark] = '\uA670';
        proxies[(int)UnicodeCategory.DecimalDigitNumber] = '\uA8D0';
        proxies[(int)UnicodeCategory.LetterNumber] = '\uA6E6';
        proxies[(int)UnicodeCategory.OtherNumber] = '\uA830';
        proxies[(int)UnicodeCategory.Format] = '\uFFF9';
        proxies[(int)UnicodeCategory.PrivateUse] = '\uF8FE';
        proxies[(int)UnicodeCategory.ConnectorPunctuation] = '\uFE33';
        proxies[(int)UnicodeCategory.DashPunctuation] = '\uFE58';
        proxies[(int)UnicodeCategory.OpenPunctuation] = '\uFE59';
        proxies[(int)UnicodeCategory.ClosePunctuation] = '\uFE5A';
        proxies[(int)UnicodeCategory.InitialQuotePunctuation] = '\u2E02';
        proxies[(int)UnicodeCategory.FinalQuotePunctuation] = '\u2E03';
        proxies[(int)UnicodeCategory.OtherPunctuation] = '\uA874';
        proxies[(int)UnicodeCategory.MathSymbol] = '\uFE62';
        proxies[(int)UnicodeCategory.CurrencySymbol] = '\uA838';
        proxies[(int)UnicodeCategory.ModifierSymbol] = '\uA700';
        proxies[(int)UnicodeCategory.OtherSymbol] = '\uA828';
        return proxies;
    }
}
