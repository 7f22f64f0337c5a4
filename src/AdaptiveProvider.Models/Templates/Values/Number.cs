using System.Globalization;
using System.Numerics;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Python's numeric tower of booleans, integers and floats: conversion, comparison, parsing.</summary>
internal static class Number
{
    /// <summary>Longest text read as a number; Python's bound for integers is 4300 digits.</summary>
    public const int DigitsMax = 2048;

    public static bool IsNumber(Value value) => value is IntegerValue or FloatValue or BooleanValue;

    public static bool IsWhole(Value value) => value is IntegerValue or BooleanValue;

    /// <summary>The integer of a whole number or boolean; floats are cut towards zero.</summary>
    public static BigInteger ToInteger(Value value) => value switch
    {
        IntegerValue whole => whole.Number,
        BooleanValue flag => flag.IsTrue ? BigInteger.One : BigInteger.Zero,
        FloatValue { Number: var number } when double.IsFinite(number) => new BigInteger(number),
        FloatValue { Number: var number } => throw new TemplateFault($"cannot convert float {PythonText.Float(number)} to integer"),
        UndefinedValue undefined => throw undefined.Fault(),
        _ => throw new TemplateFault($"'{value.TypeName}' object cannot be interpreted as an integer"),
    };

    public static double ToDouble(Value value) => value switch
    {
        FloatValue real => real.Number,
        _ => (double)ToInteger(value),
    };

    /// <summary>A count, index or width: an integer that fits <see cref="int"/>, larger ones cut to its range.</summary>
    public static int ToCount(Value value)
    {
        if (!IsWhole(value))
        {
            throw value is UndefinedValue undefined
                ? undefined.Fault()
                : new TemplateFault($"'{value.TypeName}' object cannot be interpreted as an integer");
        }

        return (int)BigInteger.Max(-int.MaxValue, BigInteger.Min(int.MaxValue, ToInteger(value)));
    }

    /// <summary>Compares two numbers exactly; null when one of them is not a number (NaN).</summary>
    public static int? Compare(Value left, Value right)
    {
        if (IsWhole(left) && IsWhole(right))
        {
            return ToInteger(left).CompareTo(ToInteger(right));
        }

        if (left is FloatValue a && right is FloatValue b)
        {
            return double.IsNaN(a.Number) || double.IsNaN(b.Number) ? null : a.Number.CompareTo(b.Number);
        }

        return left is FloatValue real ? CompareMixed(real.Number, ToInteger(right)) : -CompareMixed(((FloatValue)right).Number, ToInteger(left));
    }

    /// <summary>Reads an integer as Python's <c>int(text, base)</c> does; null when the text is none.</summary>
    public static BigInteger? ParseInteger(string text, int radix)
    {
        if (text.Length > DigitsMax)
        {
            return null;
        }

        var digits = text.Trim();
        var negative = digits.StartsWith('-');
        digits = negative || digits.StartsWith('+') ? digits[1..] : digits;
        var prefix = digits.Length > 2 && digits[0] == '0' ? char.ToLowerInvariant(digits[1]) : '\0';
        var named = prefix switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
        if (named != 0 && (radix == named || radix == 0))
        {
            (digits, radix) = (digits[2..], named);
        }

        radix = radix == 0 ? 10 : radix;
        if (digits.Length == 0 || digits[0] == '_' || digits[^1] == '_' || digits.Contains("__", StringComparison.Ordinal))
        {
            return null;
        }

        var number = BigInteger.Zero;
        foreach (var digit in digits.Where(digit => digit != '_'))
        {
            var amount = char.IsAsciiDigit(digit) ? digit - '0' : char.IsAsciiLetter(digit) ? char.ToLowerInvariant(digit) - 'a' + 10 : 36;
            if (amount >= radix)
            {
                return null;
            }

            number = (number * radix) + amount;
        }

        return negative ? -number : number;
    }

    /// <summary>Reads a float as Python's <c>float(text)</c> does; null when the text is none.</summary>
    public static double? ParseFloat(string text)
    {
        if (text.Length > DigitsMax)
        {
            return null;
        }

        var trimmed = text.Trim();
        switch (trimmed.ToLowerInvariant().TrimStart('+', '-'))
        {
            case "inf" or "infinity":
                return trimmed.StartsWith('-') ? double.NegativeInfinity : double.PositiveInfinity;
            case "nan":
                return double.NaN;
        }

        var plain = IsGrouped(trimmed) ? trimmed.Replace("_", "", StringComparison.Ordinal) : trimmed;
        return double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    // Underscores may stand between digits only.
    private static bool IsGrouped(string text)
    {
        for (var at = text.IndexOf('_', StringComparison.Ordinal); at >= 0; at = text.IndexOf('_', at + 1))
        {
            if (at == 0 || at + 1 == text.Length || !char.IsAsciiDigit(text[at - 1]) || !char.IsAsciiDigit(text[at + 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static int? CompareMixed(double real, BigInteger whole)
    {
        if (!double.IsFinite(real))
        {
            return double.IsNaN(real) ? null : double.IsPositive(real) ? 1 : -1;
        }

        var floor = Math.Floor(real);
        var order = new BigInteger(floor).CompareTo(whole);
        return order == 0 && real > floor ? 1 : order;
    }
}
