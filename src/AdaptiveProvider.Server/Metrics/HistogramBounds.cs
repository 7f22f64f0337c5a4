using AdaptiveProvider.Engine.Diagnostics;

namespace AdaptiveProvider.Server.Metrics;

/// <summary>Upper bounds of histogram buckets, by instrument.</summary>
internal static class HistogramBounds
{
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
    private static readonly double[] ShortSeconds = [0.00001, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
    private static readonly double[] Fractions = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
    private static readonly double[] Rows = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    public static double[] Of(string instrument) => instrument switch
    {
        TelemetryNames.TokenDepth => Fractions,
        TelemetryNames.StepRows => Rows,
        TelemetryNames.StepDuration or TelemetryNames.StepOverhead or TelemetryNames.TimePerOutputToken => ShortSeconds,
        _ => Seconds,
    };
}
