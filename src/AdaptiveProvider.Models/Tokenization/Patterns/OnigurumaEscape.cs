using System.Globalization;

namespace AdaptiveProvider.Models.Tokenization.Patterns;

/// <summary>Literals and backslash escapes of an Oniguruma expression, spelled for .NET.</summary>
internal static class OnigurumaEscape
{
    // Oniguruma's word: alphabetic, marks, decimal digits, connectors; the circled letters are alphabetic symbols.
    private const string WordSet = "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}\\u24B6-\\u24E9";

    private const string Categories =
        " L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cn ";

    /// <summary>A literal character as an atom or as a member of a class; with case folding, all its forms.</summary>
    public static string Literal(char character, bool ignoreCase, bool inClass, Func<string, Exception> refuse)
    {
        if (char.IsSurrogate(character))
        {
            throw refuse("a character beyond U+FFFF");
        }

        var forms = ignoreCase ? Fold(character) : [character];
        var set = string.Concat(forms.Select(form => $"\\u{(int)form:X4}"));
        return inClass || forms.Length == 1 ? set : $"[{set}]";
    }

    /// <summary>Reads the escape at <paramref name="at"/>, moving past it.</summary>
    public static string Read(string expression, ref int at, Func<string, ModelFormatException> fault, bool ignoreCase, bool inClass)
    {
        var start = at;
        Exception Refuse(string what) => fault($"the expression {expression} has {what} at character {start}, which is not supported.");

        if (at + 1 >= expression.Length)
        {
            throw Refuse("a lone backslash");
        }

        var letter = expression[at + 1];
        at += 2;
        switch (letter)
        {
            case 'p' or 'P':
                return Property(expression, ref at, letter == 'P', Refuse);
            case 's' or 'S' or 'd' or 'D':
                return $"\\{letter}";
            case 'w':
                return inClass ? WordSet : $"[{WordSet}]";
            case 'W' when !inClass:
                return $"[^{WordSet}]";
            case 'A' or 'z' or 'Z' when !inClass:
                return $"\\{letter}";
            case 'x' or 'u':
                return Literal(CodePoint(expression, ref at, letter, Refuse), ignoreCase, inClass, Refuse);
        }

        var control = "tnrfvae".IndexOf(letter, StringComparison.Ordinal);
        if (control < 0 && char.IsAsciiLetterOrDigit(letter))
        {
            throw Refuse($"the escape \\{letter}");
        }

        return Literal(control < 0 ? letter : "\t\n\r\f\v\a\u001B"[control], ignoreCase, inClass, Refuse);
    }

    /// <summary>A general category; .NET's classes of that name mean the same.</summary>
    private static string Property(string expression, ref int at, bool negated, Func<string, Exception> refuse)
    {
        var end = at < expression.Length && expression[at] == '{' ? expression.IndexOf('}', at) : -1;
        var name = end < 0 ? "" : expression[(at + 1)..end];
        if (name.StartsWith('^'))
        {
            (name, negated) = (name[1..], !negated);
        }

        if (name.Length == 0 || name.Contains(' ', StringComparison.Ordinal) || !Categories.Contains($" {name} ", StringComparison.Ordinal))
        {
            throw refuse($"the property \"{name}\" (general categories such as L, Lu or Nd are)");
        }

        at = end + 1;
        return $"\\{(negated ? 'P' : 'p')}{{{name}}}";
    }

    /// <summary><c>\xHH</c>, <c>\x{H…}</c> or <c>\uHHHH</c>.</summary>
    private static char CodePoint(string expression, ref int at, char kind, Func<string, Exception> refuse)
    {
        var braced = kind == 'x' && at < expression.Length && expression[at] == '{';
        var start = braced ? at + 1 : at;
        var end = braced ? expression.IndexOf('}', at) : start + (kind == 'x' ? 2 : 4);
        if (end < start || end > expression.Length
            || !int.TryParse(expression.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > char.MaxValue)
        {
            throw refuse("an escape of a code point that is not in U+0000 to U+FFFF");
        }

        at = braced ? end + 1 : end;
        return (char)code;
    }

    // Simple case folding; the long s and the Kelvin sign fold into ASCII there, but not in .NET's.
    private static char[] Fold(char character)
    {
        var lower = char.ToLowerInvariant(character);
        var upper = char.ToUpperInvariant(character);
        var extra = lower switch
        {
            's' or '\u017F' => "sS\u017F",
            'k' or '\u212A' => "kK\u212A",
            _ => "",
        };
        return [.. new[] { character, lower, upper }.Concat(extra).Distinct()];
    }
}
