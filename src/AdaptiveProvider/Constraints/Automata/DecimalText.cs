using System.Globalization;
using System.Numerics;

namespace AdaptiveProvider.Constraints.Automata;

/// <summary>A decimal number of any size: its sign, the digits before the point without leading zeros, those behind without trailing ones.</summary>
/// <param name="IsNegative">Never of zero.</param>
/// <param name="Integer">"0" for none.</param>
/// <param name="Fraction">Empty for none.</param>
internal sealed record DecimalText(bool IsNegative, string Integer, string Fraction) : IComparable<DecimalText>
{
    private const int ExponentMax = 400;

    /// <summary>Zero.</summary>
    public static DecimalText Zero { get; } = new(false, "0", "");

    /// <summary>All its digits as one integer, without the sign.</summary>
    public BigInteger Scaled => BigInteger.Parse(Integer + Fraction, CultureInfo.InvariantCulture);

    /// <summary>Whether it is zero.</summary>
    public bool IsZero => Integer == "0" && Fraction.Length == 0;

    /// <summary>Reads a JSON number; null when its exponent is absurd.</summary>
    public static DecimalText? Parse(string json)
    {
        int mark = json.IndexOfAny(['e', 'E']), exponent = 0;
        if (mark >= 0 && (!int.TryParse(json.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > ExponentMax))
        {
            return null;
        }

        string mantissa = (mark < 0 ? json : json[..mark]).TrimStart('-');
        int point = mantissa.IndexOf('.');
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int integerLength = (point < 0 ? mantissa.Length : point) + exponent;
        digits = digits.PadLeft(Math.Max(digits.Length, digits.Length - integerLength), '0');
        integerLength = Math.Max(0, integerLength);
        digits = digits.PadRight(integerLength, '0');
        string integer = digits[..integerLength].TrimStart('0'), fraction = digits[integerLength..].TrimEnd('0');
        var value = new DecimalText(false, integer.Length == 0 ? "0" : integer, fraction);
        return json[0] == '-' && !value.IsZero ? value with { IsNegative = true } : value;
    }

    /// <summary>Whether it is a multiple of another, which is above zero.</summary>
    public bool IsMultipleOf(DecimalText other)
    {
        int scale = Math.Max(Fraction.Length, other.Fraction.Length);
        return (Scaled * BigInteger.Pow(10, scale - Fraction.Length) % (other.Scaled * BigInteger.Pow(10, scale - other.Fraction.Length))).IsZero;
    }

    /// <inheritdoc/>
    public int CompareTo(DecimalText? other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int scale = Math.Max(Fraction.Length, other.Fraction.Length);
        return Signed(scale).CompareTo(other.Signed(scale));
    }

    /// <inheritdoc/>
    public override string ToString() => (IsNegative ? "-" : "") + Integer + (Fraction.Length == 0 ? "" : "." + Fraction);

    private BigInteger Signed(int scale) => Scaled * BigInteger.Pow(10, scale - Fraction.Length) * (IsNegative ? -1 : 1);
}
