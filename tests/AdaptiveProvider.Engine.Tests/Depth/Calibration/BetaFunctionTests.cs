using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

public sealed class BetaFunctionTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 3.1780538303479458)] // ln 24
    [InlineData(0.5, 0.57236494292470008)] // ln sqrt(pi)
    [InlineData(0.1, 2.2527126517342060)]
    [InlineData(100.5, 361.43554047)]
    public void LogGamma_KnownValues_Match(double x, double expected) => Assert.Equal(expected, BetaFunction.LogGamma(x), 7);

    [Theory]
    [InlineData(2, 3, 0.4, 0.5248)] // 1 - sum of Bin(4, 0.4) at 0 and 1
    [InlineData(1, 1, 0.3, 0.3)]
    [InlineData(0.5, 0.5, 0.25, 1 / 3.0)] // 2/pi asin(sqrt(x))
    [InlineData(5, 1, 0.9, 0.59049)]
    [InlineData(1, 8, 0.1, 0.56953279)]
    public void RegularizedIncomplete_KnownValues_Match(double a, double b, double x, double expected)
        => Assert.Equal(expected, BetaFunction.RegularizedIncomplete(a, b, x), 10);

    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(300, 0.9)]
    [InlineData(1000, 0.02)]
    public void RegularizedIncomplete_IntegerShapes_IsTheBinomialTail(int trials, double probability)
    {
        double tail = 0;
        for (int successes = trials; successes >= 1; successes--)
        {
            double choose = BetaFunction.LogGamma(trials + 1) - BetaFunction.LogGamma(successes + 1) - BetaFunction.LogGamma(trials - successes + 1);
            tail += Math.Exp(choose + (successes * Math.Log(probability)) + ((trials - successes) * Math.Log(1 - probability)));
            Assert.Equal(tail, BetaFunction.RegularizedIncomplete(successes, trials - successes + 1, probability), 9);
        }
    }

    [Fact]
    public void RegularizedIncomplete_Ends_AreZeroAndOne()
        => Assert.Equal((0, 1), (BetaFunction.RegularizedIncomplete(3, 4, 0), BetaFunction.RegularizedIncomplete(3, 4, 1)));
}
