using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Models.Templates.Syntax;

/// <summary>Python's escape sequences in string literals; unknown ones keep their backslash.</summary>
internal static class StringLiteral
{
    public static string Unescape(TemplateSource source, int start, int end)
    {
        var raw = source.Text.AsSpan(start, end - start);
        if (raw.IndexOf('\\') < 0)
        {
            return raw.ToString();
        }

        var builder = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                builder.Append(raw[at]);
                continue;
            }

            at++;
            var simple = "\\'\"abfnrtv".IndexOf(raw[at], StringComparison.Ordinal);
            var digits = raw[at] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (simple >= 0)
            {
                builder.Append("\\'\"\a\b\f\n\r\t\v"[simple]);
            }
            else if (digits > 0)
            {
                AppendCode(source, start + at - 1, raw[(at + 1)..], digits, builder);
                at += digits;
            }
            else if (raw[at] is >= '0' and <= '7')
            {
                at += AppendOctal(raw[at..], builder) - 1;
            }
            else if (raw[at] != '\n')
            {
                builder.Append('\\').Append(raw[at]);
            }
        }

        return builder.ToString();
    }

    private static void AppendCode(TemplateSource source, int position, ReadOnlySpan<char> rest, int digits, StringBuilder builder)
    {
        if (rest.Length < digits || !int.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code is < 0 or > 0x10FFFF)
        {
            throw source.Error(position, $"the escape sequence needs {digits} hexadecimal digits of a code point");
        }

        _ = code is >= 0xD800 and <= 0xDFFF || code < 0x10000 ? builder.Append((char)code) : builder.Append(char.ConvertFromUtf32(code));
    }

    private static int AppendOctal(ReadOnlySpan<char> digits, StringBuilder builder)
    {
        var (code, count) = (0, 0);
        while (count < 3 && count < digits.Length && digits[count] is >= '0' and <= '7')
        {
            code = (code * 8) + digits[count++] - '0';
        }

        builder.Append((char)code);
        return count;
    }
}
