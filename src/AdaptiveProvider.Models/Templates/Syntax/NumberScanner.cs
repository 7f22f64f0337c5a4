namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>Finds where a number literal ends: Python's integers with prefixes and underscores, and floats.</summary>
internal static class NumberScanner
{
    /// <summary>The length of the number at the start of the text. After a dot (<c>a.0.1</c>) only an integer is read.</summary>
    public static int Length(ReadOnlySpan<char> text, bool isAfterDot, out bool isFloat)
    {
        isFloat = false;
        if (text.Length > 2 && text[0] == '0' && char.ToLowerInvariant(text[1]) is 'x' or 'o' or 'b')
        {
            var radix = char.ToLowerInvariant(text[1]) switch { 'x' => 16, 'o' => 8, _ => 2 };
            var prefixed = Digits(text, 2, radix);
            if (prefixed > 2)
            {
                return prefixed;
            }
        }

        var end = Digits(text, 0, 10);
        if (isAfterDot)
        {
            return end;
        }

        // As in Python, an integer does not start with a zero: '007' is two numbers, which no grammar rule joins.
        var isZeroPrefixed = text[0] == '0' && text[..end].ContainsAnyExcept('0', '_');
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            (end, isFloat) = (Digits(text, end + 1, 10), true);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                (end, isFloat) = (Digits(text, digits, 10), true);
            }
        }

        return isZeroPrefixed && !isFloat ? text[..end].IndexOfAnyExcept('0', '_') : end;
    }

    private static int Digits(ReadOnlySpan<char> text, int start, int radix)
    {
        var at = start;
        while (at < text.Length && (IsDigit(text[at], radix) || (text[at] == '_' && at + 1 < text.Length && IsDigit(text[at + 1], radix))))
        {
            at++;
        }

        return at;
    }

    private static bool IsDigit(char unit, int radix) => radix == 16 ? char.IsAsciiHexDigit(unit) : unit >= '0' && unit < '0' + radix;
}
