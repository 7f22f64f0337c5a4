using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.AddedTokens;

/// <summary>Cuts a text at the added tokens in it, as the reference's AddedVocabulary does.</summary>
internal sealed class AddedTokenMatcher(IEnumerable<(string Pattern, AddedToken Token)> patterns)
{
    private readonly AddedTokenTrie _trie = new(patterns);

    /// <summary>Appends the parts of the text in order: ordinary ones, and tokens with the white space they take.</summary>
    public void Split(ReadOnlySpan<char> text, List<AddedTokenPart> parts)
    {
        var done = 0;
        for (var from = 0; _trie.FindNext(text, from, out var start, out var end) is { } token;)
        {
            // A match that is turned down still uses up its characters.
            from = end;
            if (token.SingleWord && (EndsWithWord(text[..start]) || StartsWithWord(text[end..])))
            {
                continue;
            }

            if (token.LeftStrip)
            {
                start = Math.Max(text[..start].TrimEnd().Length, done);
            }

            if (token.RightStrip)
            {
                end = text.Length - text[end..].TrimStart().Length;
            }

            if (done < start)
            {
                parts.Add(new AddedTokenPart(null, done, start));
            }

            parts.Add(new AddedTokenPart(token, start, end));
            done = end;
        }

        if (done < text.Length)
        {
            parts.Add(new AddedTokenPart(null, done, text.Length));
        }
    }

    private static bool StartsWithWord(ReadOnlySpan<char> text)
        => Rune.DecodeFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done && IsWord(rune);

    private static bool EndsWithWord(ReadOnlySpan<char> text)
        => Rune.DecodeLastFromUtf16(text, out var rune, out _) == System.Buffers.OperationStatus.Done && IsWord(rune);

    // \w of UTS #18, Annex C: alphabetic, marks, decimal digits, connectors and the joiners.
    private static bool IsWord(Rune rune) => Rune.IsLetter(rune) || rune.Value is 0x200C or 0x200D || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
