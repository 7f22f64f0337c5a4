using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Tokenization.Normalization;

/// <summary>Removes combining marks; composed letters must have been decomposed before.</summary>
internal sealed class StripAccentsNormalizer : Normalizer
{
    public override string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark))
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}
