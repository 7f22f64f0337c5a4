using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

public sealed class MethodCalibrationTests
{
    private static readonly MethodCalibration Margin = Calibrations.Two.Find(DepthMethod.Confidence)!;
    private static readonly MethodCalibration Router = Calibrations.Two.Find(DepthMethod.Router)!;

    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(0.6, 0.7)]
    [InlineData(0.59, 0.5)]
    [InlineData(0.3, 0.3)]
    public void PointForBudget_WithinReach_IsTheDeepestWithin(double budget, double threshold)
        => Assert.Equal(threshold, Margin.PointForBudget(budget)!.Threshold);

    [Fact]
    public void PointForBudget_BelowTheShallowest_IsNull() => Assert.Null(Margin.PointForBudget(0.29));

    [Theory]
    [InlineData(0.99, 0.9)] // the second point agrees in 99%, but its bound is below that
    [InlineData(0.98, 0.7)]
    [InlineData(0.95, 0.5)]
    [InlineData(0.5, 0.3)]
    public void PointForAgreement_WithinReach_IsTheCheapestWhoseBoundReachesIt(double agreement, double threshold)
        => Assert.Equal(threshold, Margin.PointForAgreement(agreement)!.Threshold);

    [Theory]
    [InlineData(0.999)]
    [InlineData(1)]
    public void PointForAgreement_StricterThanTheStrictest_IsNull(double agreement) => Assert.Null(Margin.PointForAgreement(agreement));

    [Fact]
    public void PointForAgreement_LaxPointPassesBehindAFailure_IsNotReached()
    {
        var lucky = Margin with { Points = [Calibrations.Point(0.9, 0.8, 4990), Calibrations.Point(0.7, 0.6, 4700), Calibrations.Point(0.5, 0.4, 4990)] };

        Assert.Equal(0.9, lucky.PointForAgreement(0.99)!.Threshold);
    }

    // Twenty points that all miss the wanted agreement: whoever takes the best of them is fooled more often than not, testing in order at most in 5%.
    [Fact]
    public void PointForAgreement_ManyPointsUnderTheNull_RarelyErrs()
    {
        const int seed = 29;
        var random = new Random(seed);
        var (wrong, fooled) = (0, 0);
        for (int experiment = 0; experiment < 200; experiment++)
        {
            var points = Margin with { Points = [.. Enumerable.Range(0, 20).Select(point => Calibrations.Point(1 - (point * 0.02), 1 - (point * 0.02), Draws(random, 200, 0.9), 200))] };
            wrong += points.PointForAgreement(0.9001) is null ? 0 : 1;
            fooled += points.Points.Any(point => point.AgreementLower >= 0.9001) ? 1 : 0;
        }

        Assert.True(wrong <= 20, $"seed {seed}: wrong in {wrong} of 200"); // above 20 of 200 with probability under 0.2%
        Assert.True(fooled > 80, $"seed {seed}: {fooled}");
    }

    [Theory]
    [InlineData(0.7, 0.8)]
    [InlineData(0.6, 0.7)]
    [InlineData(0.375, 0.4)]
    [InlineData(0.95, 0.9)]
    [InlineData(0.1, 0.3)]
    public void ThresholdForDepth_Confidence_Interpolates(double depth, double threshold) => Assert.Equal(threshold, Margin.ThresholdForDepth(depth), 10);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.85, 0.125)]
    [InlineData(0.6, 0.5)]
    [InlineData(0.2, 0.75)]
    public void ThresholdForDepth_Router_FallsWithDepth(double depth, double threshold) => Assert.Equal(threshold, Router.ThresholdForDepth(depth), 10);

    [Fact]
    public void ThresholdForDepth_NoisyPoints_NeverGetsLaxerForMoreDepth()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var noisy = Margin with { Points = [.. Enumerable.Range(0, 12).Select(point => Calibrations.Point(1 - (point * 0.05), Math.Clamp(0.9 - (point * 0.05) + (0.2 * random.NextDouble()), 0.01, 1), 1, 1))] };

            double[] thresholds = [.. Enumerable.Range(0, 101).Select(step => noisy.ThresholdForDepth(step / 100.0))];

            Assert.True(thresholds.Order().SequenceEqual(thresholds), $"seed {seed}");
            Assert.Equal((noisy.Points[^1].Threshold, noisy.Points[0].Threshold), (thresholds[0], thresholds[^1]));
        }
    }

    [Fact]
    public void ThresholdForDepth_OnePoint_IsItsThreshold()
        => Assert.Equal(0.9, (Margin with { Points = [Margin.Points[0]] }).ThresholdForDepth(0.4));

    private static long Draws(Random random, int trials, double probability) => Enumerable.Range(0, trials).Count(_ => random.NextDouble() < probability);
}
