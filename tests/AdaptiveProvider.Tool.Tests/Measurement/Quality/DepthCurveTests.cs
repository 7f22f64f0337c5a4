using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Tool.Measurement.Quality;

namespace AdaptiveProvider.Tool.Tests.Measurement.Quality;

public sealed class DepthCurveTests
{
    private static readonly CalibratedMethod Router = new(DepthMethod.Router, ExitMeasure.RouterScore, [1]);
    private static readonly CalibratedMethod Confidence = new(DepthMethod.Confidence, ExitMeasure.Margin, [1]);

    [Fact]
    public async Task FindThresholdsAsync_DepthOverAllThresholds_GivesEvenDepthsFromStrictToLax()
    {
        static double Depth(double threshold) => 1 - (0.6 * Math.Clamp(threshold, 0, 1));

        var thresholds = await DepthCurve.FindThresholdsAsync(Router, 5, threshold => Task.FromResult(Depth(threshold)));

        Assert.Equal([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4], thresholds.Select(threshold => Math.Round(Depth(threshold), 1)));
        Assert.Equal((0, 1), (thresholds[0], thresholds[^1]));
    }

    // Scores of a trained router lie close together: the fine grid must find where.
    [Fact]
    public async Task FindThresholdsAsync_DepthInANarrowBand_StillGivesEvenDepths()
    {
        static double Depth(double threshold) => Math.Clamp((threshold - 0.62) / 0.1, 0, 1) is var share ? 0.4 + (0.6 * share) : 0;

        var thresholds = await DepthCurve.FindThresholdsAsync(Confidence, 5, threshold => Task.FromResult(Depth(threshold)));

        double[] depths = [.. thresholds.Select(Depth)];
        Assert.Equal(depths.OrderDescending(), depths);
        Assert.All(depths.Zip([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4]), pair => Assert.Equal(pair.Second, pair.First, 0.02));
    }

    [Fact]
    public async Task FindThresholdsAsync_DepthThatNeverChanges_GivesTheEndsOnly()
        => Assert.Equal([1, -1], await DepthCurve.FindThresholdsAsync(Confidence, 5, _ => Task.FromResult(1.0)));
}
