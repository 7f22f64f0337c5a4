using AdaptiveProvider.Tool.Measurement.DepthBench;
using AdaptiveProvider.Tool.Measurement.Quality;

namespace AdaptiveProvider.Tool.Tests.Measurement.Quality;

public sealed class QualityPointTests
{
    [Fact]
    public void WithFrontiers_PointsThatOthersBeat_AreNotOnThem()
    {
        var points = QualityPoint.WithFrontiers([Point(1, 1.0, 1), Point(0.7, 1.1, 0.9), Point(0.5, 1.2, 2), Point(0.6, 1.3, 1.5)]);

        Assert.Equal([true, true, true, false], points.Select(point => point.IsOnDepthFrontier));
        Assert.Equal([true, false, true, false], points.Select(point => point.IsOnSpeedFrontier));
    }

    [Fact]
    public void WithFrontiers_EqualPoints_AreBothOnThem()
        => Assert.All(QualityPoint.WithFrontiers([Point(0.5, 1, 1), Point(0.5, 1, 1)]), point => Assert.True(point.IsOnDepthFrontier && point.IsOnSpeedFrontier));

    private static QualityPoint Point(double depth, double bits, double speed) => new()
    {
        Case = QualityCase.Full,
        MeanDepth = depth,
        BitsPerByte = bits,
        Agreement = 1,
        TokensPerSecond = default,
        SpeedRatio = new Spread(speed, speed, speed),
        ProcessorRatio = default,
        Work = depth,
    };
}
