using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>Cuts at single code points of a kind: white space, punctuation or digits.</summary>
internal sealed class CharacterPreTokenizer(Func<Rune, bool> matches, SplitBehavior behavior) : PreTokenizer
{
    public static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune) || (rune.IsAscii && Rune.IsSymbol(rune));

    public static bool IsNumeric(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    public override void Split(TextPiece piece, List<TextPiece> output)
    {
        var found = new List<Range>();
        var at = 0;
        foreach (var rune in piece.Span.EnumerateRunes())
        {
            if (matches(rune))
            {
                found.Add(at..(at + rune.Utf16SequenceLength));
            }

            at += rune.Utf16SequenceLength;
        }

        PieceCutter.Cut(piece, found, behavior, invert: false, output);
    }
}
