using System.Globalization;
using System.Numerics;
using AdaptiveProvider.Models.Templates.Rendering;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>One conversion of <c>%</c> formatting or <c>str.format</c>: padding, sign, precision and type.</summary>
internal sealed record FormatSpec
{
    private const int PrecisionMax = 1000;

    public string Fill { get; init; } = " ";

    public char Align { get; init; }

    public char Sign { get; init; } = '-';

    public bool IsAlternate { get; init; }

    public int Width { get; init; }

    public char Grouping { get; init; }

    public int? Precision { get; init; }

    public char Type { get; init; }

    /// <summary>Formats text (types <c>s</c> and none).</summary>
    public string Text(string text, RenderBudget budget)
    {
        if (Precision is { } length && length < text.Length)
        {
            text = text[..CodePoints.Offset(text, length)];
        }

        return Pad("", text, Align == '\0' ? '<' : Align, budget);
    }

    /// <summary>Formats a number with a numeric type; the default is that of <c>str()</c>.</summary>
    public string Numeric(Value value, RenderBudget budget)
    {
        var (isNegative, digits) = Type switch
        {
            'c' => (false, char.ConvertFromUtf32(CodePoint(value))),
            'd' or 'i' or 'u' or 'n' or '\0' when value is not FloatValue => Integer(value, number => number.ToString(CultureInfo.InvariantCulture), ""),
            'x' => Integer(value, number => Radix(number, 16), "0x"),
            'X' => Integer(value, number => Radix(number, 16).ToUpperInvariant(), "0X"),
            'o' => Integer(value, number => Radix(number, 8), "0o"),
            'b' => Integer(value, number => Radix(number, 2), "0b"),
            _ => Real(Number.ToDouble(value)),
        };
        var sign = isNegative ? "-" : Sign == '-' ? "" : Sign.ToString();
        if (Grouping != '\0')
        {
            digits = Group(digits);
        }

        return Pad(sign, digits, Align == '\0' ? '>' : Align, budget);
    }

    private static int CodePoint(Value value)
    {
        var code = Number.ToCount(value);
        return code is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF)
            ? code
            : throw new TemplateFault("%c arg not in range(0x110000)");
    }

    private static string Radix(BigInteger number, int radix)
    {
        var digits = new Stack<char>();
        do
        {
            number = BigInteger.DivRem(number, radix, out var digit);
            digits.Push("0123456789abcdef"[(int)digit]);
        }
        while (!number.IsZero);
        return new string([.. digits]);
    }

    private (bool IsNegative, string Digits) Integer(Value value, Func<BigInteger, string> write, string prefix)
    {
        var number = Number.ToInteger(value);
        var digits = write(BigInteger.Abs(number));
        return (number.Sign < 0, IsAlternate ? prefix + digits : digits.PadLeft(Math.Min(Precision ?? 0, PrecisionMax), '0'));
    }

    private (bool IsNegative, string Digits) Real(double number)
    {
        if (Precision > PrecisionMax)
        {
            throw new TemplateFault($"a precision of more than {PrecisionMax} digits");
        }

        var size = Math.Abs(number);
        var isNegative = double.IsNegative(number);
        if (!double.IsFinite(size))
        {
            return (isNegative, char.IsUpper(Type) ? PythonText.Float(size).ToUpperInvariant() : PythonText.Float(size));
        }

        return (isNegative, char.ToLowerInvariant(Type) switch
        {
            'e' => Exponential(size, Precision ?? 6),
            'f' or 'd' or 'i' or 'u' => ExactDecimal.Fixed(size, Type is 'f' or 'F' ? Precision ?? 6 : 0),
            '%' => ExactDecimal.Fixed(size * 100, Precision ?? 6) + "%",
            '\0' when Precision is null => PythonText.Float(size),
            _ => General(size, Math.Max(1, Precision ?? 6)),
        });
    }

    private string Exponential(double size, int precision)
    {
        var parts = size.ToString($"E{precision}", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return $"{parts[0]}{(Type == 'E' ? 'E' : 'e')}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private string General(double size, int precision)
    {
        var scientific = Exponential(size, precision - 1).ToLowerInvariant().Split('e');
        var exponent = int.Parse(scientific[1], CultureInfo.InvariantCulture);
        var isFixed = exponent >= -4 && exponent < precision;
        var digits = isFixed ? ExactDecimal.Fixed(size, precision - 1 - exponent) : scientific[0];
        if (!IsAlternate && digits.Contains('.', StringComparison.Ordinal))
        {
            digits = digits.TrimEnd('0').TrimEnd('.');
        }

        return isFixed ? digits : $"{digits}{(Type == 'G' ? 'E' : 'e')}{scientific[1]}";
    }

    private string Group(string digits)
    {
        var end = digits.IndexOfAny(['.', 'e', '%']);
        var whole = end < 0 ? digits : digits[..end];
        for (var at = whole.Length - 3; at > 0; at -= 3)
        {
            whole = whole.Insert(at, Grouping.ToString());
        }

        return end < 0 ? whole : whole + digits[end..];
    }

    private string Pad(string sign, string digits, char align, RenderBudget budget)
    {
        var missing = Width - sign.Length - CodePoints.Count(digits);
        if (missing <= 0)
        {
            return budget.Made(sign + digits);
        }

        budget.Reserve(sign.Length + digits.Length + ((long)missing * Fill.Length));
        var left = align switch { '<' => 0, '^' => missing / 2, _ => missing };
        var before = string.Concat(Enumerable.Repeat(Fill, left));
        return align == '=' ? sign + before + digits : before + sign + digits + string.Concat(Enumerable.Repeat(Fill, missing - left));
    }
}
