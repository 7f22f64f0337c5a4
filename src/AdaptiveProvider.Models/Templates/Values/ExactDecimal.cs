using System.Globalization;
using System.Numerics;

namespace AdaptiveProvider.Models.Templates.Values;

/// <summary>Rounds doubles by their exact binary value, ties to even, as Python's <c>round</c> and <c>%f</c> do.</summary>
internal static class ExactDecimal
{
    /// <summary>The digits of a finite number with exactly this many decimals (0 or more).</summary>
    public static string Fixed(double number, int decimals)
    {
        var digits = BigInteger.Abs(Scaled(number, decimals)).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = double.IsNegative(number) ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }

    /// <summary>The nearest double with this many decimals; negative counts round to tens, hundreds and so on.</summary>
    public static double Round(double number, int decimals)
    {
        // Beyond these a double has no digits left to round, or none that survive.
        if (!double.IsFinite(number) || decimals > 330)
        {
            return number;
        }

        if (decimals < -310)
        {
            return 0 * number;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{Scaled(number, decimals)}E{-decimals}");
        return Math.CopySign(double.Parse(text, CultureInfo.InvariantCulture), number);
    }

    /// <summary>An integer rounded to tens, hundreds and so on.</summary>
    public static BigInteger Round(BigInteger number, int tens)
    {
        var unit = BigInteger.Pow(10, Math.Min(tens, 1300));
        return DivideEven(number, unit) * unit;
    }

    // number * 10^decimals as an integer; a double is mantissa * 2^exponent.
    private static BigInteger Scaled(double number, int decimals)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = new BigInteger(bits & 0xFFFFFFFFFFFFF);
        (mantissa, exponent) = exponent == 0 ? (mantissa, -1074) : (mantissa + (1L << 52), exponent - 1075);
        var numerator = (number < 0 ? -mantissa : mantissa) * BigInteger.Pow(10, Math.Max(decimals, 0)) << Math.Max(exponent, 0);
        return DivideEven(numerator, BigInteger.Pow(10, Math.Max(-decimals, 0)) << Math.Max(-exponent, 0));
    }

    private static BigInteger DivideEven(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out var remainder);
        var order = (remainder * 2).CompareTo(denominator);
        quotient += order > 0 || (order == 0 && !quotient.IsEven) ? 1 : 0;
        return numerator.Sign < 0 ? -quotient : quotient;
    }
}
