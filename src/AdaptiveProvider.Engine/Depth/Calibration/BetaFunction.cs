namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>The Beta function and its regularized incomplete form, in double precision.</summary>
internal static class BetaFunction
{
    private const int TermsMax = 10_000;
    private const double Smallest = 1e-300;
    private const double Precision = 1e-15;

    // Lanczos' approximation with g = 7 and 9 terms: relative error below 1e-14 for arguments above 0.5.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
        -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>ln Γ(x) for x above 0.</summary>
    public static double LogGamma(double x)
    {
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        double sum = Lanczos[0];
        for (int term = 1; term < Lanczos.Length; term++)
        {
            sum += Lanczos[term] / (x - 1 + term);
        }

        double shifted = x + 6.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x - 0.5) * Math.Log(shifted)) - shifted + Math.Log(sum);
    }

    /// <summary>ln B(a, b) for a and b above 0.</summary>
    public static double Log(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    /// <summary>I_x(a, b): the probability that a Beta(a, b) variable is at most <paramref name="x"/>.</summary>
    public static double RegularizedIncomplete(double a, double b, double x)
    {
        if (x <= 0 || x >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        double front = Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) - Log(a, b));

        // The continued fraction converges fast below the mean; above it the mirrored one does.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - (front * Fraction(b, a, 1 - x) / b);
    }

    // Lentz's method on the continued fraction of the incomplete Beta function (Abramowitz and Stegun, 26.5.8).
    private static double Fraction(double a, double b, double x)
    {
        double c = 1;
        double d = 1 / AwayFromZero(1 - ((a + b) * x / (a + 1)));
        double value = d;
        for (int m = 1; m <= TermsMax; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / AwayFromZero(1 + (even * d));
            c = AwayFromZero(1 + (even / c));
            value *= d * c;

            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / AwayFromZero(1 + (odd * d));
            c = AwayFromZero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                break;
            }
        }

        return value;
    }

    private static double AwayFromZero(double value) => Math.Abs(value) < Smallest ? Smallest : value;
}
