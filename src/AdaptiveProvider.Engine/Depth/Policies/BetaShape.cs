using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>A Beta distribution's two shapes.</summary>
internal readonly record struct BetaShape(double Alpha, double Beta)
{
    /// <summary>The mean.</summary>
    public double Mean => Alpha / (Alpha + Beta);

    /// <summary>The distribution with these first two moments; not-a-number shapes where the variance is 0.</summary>
    public static BetaShape FromMoments(double mean, double variance)
    {
        double alpha = mean * ((mean * (1 - mean) / variance) - 1);
        return new BetaShape(alpha, alpha * (1 - mean) / mean);
    }

    /// <summary>The density's logarithm without its constant: add <see cref="LogConstant"/>.</summary>
    public double LogKernel(double logX, double logOneMinusX) => ((Alpha - 1) * logX) + ((Beta - 1) * logOneMinusX);

    /// <summary>The logarithm of the density's constant, -ln B(α, β).</summary>
    public double LogConstant => -BetaFunction.Log(Alpha, Beta);

    /// <summary>The density's logarithm at x in (0, 1).</summary>
    public double LogDensity(double x) => LogKernel(Math.Log(x), Math.Log(1 - x)) + LogConstant;
}
