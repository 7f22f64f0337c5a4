using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class LatencyControllerTests
{
    // Machines whose time per token is fixed + perDepth * share, in milliseconds, the target, and the share that meets it.
    [Theory]
    [InlineData(0, 40, 20, 0.5)]
    [InlineData(10, 30, 25, 0.5)]
    [InlineData(18, 10, 20, 0.2)]
    [InlineData(1, 200, 40, 0.195)]
    [InlineData(5, 10, 100, 1)] // fast enough at full depth
    [InlineData(50, 10, 20, 0.125)] // too slow at any: the least share
    public void Share_SimulatedMachine_SettlesWhereTheTargetIsMet(double fixedTime, double perDepth, double target, double expected)
    {
        var controller = new LatencyController(TimeSpan.FromMilliseconds(target), leastShare: 0.125);

        Run(controller, 2000, _ => fixedTime + (perDepth * controller.Share));

        Assert.Equal(expected, controller.Share, 2);
    }

    [Theory]
    [InlineData(0, 40, 20)]
    [InlineData(1, 200, 40)]
    [InlineData(18, 10, 20)]
    public void Share_AfterAStep_GoesDownWithoutOscillating(double fixedTime, double perDepth, double target)
    {
        var controller = new LatencyController(TimeSpan.FromMilliseconds(target), leastShare: 0.05);
        double settled = (target - fixedTime) / perDepth;

        double[] shares = Run(controller, 1500, _ => fixedTime + (perDepth * controller.Share));

        Assert.True(shares.Min() >= settled * 0.97, $"undershoots {settled} to {shares.Min()}");
        Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 0.001));
    }

    [Fact]
    public void Share_NoisyMachine_StaysNearTheTarget()
    {
        const int seed = 5;
        var random = new Random(seed);
        var controller = new LatencyController(TimeSpan.FromMilliseconds(20), leastShare: 0.1);

        double[] shares = Run(controller, 4000, _ => (5 + (25 * controller.Share)) * (0.8 + (0.4 * random.NextDouble())) * (random.Next(200) == 0 ? 50 : 1));

        Assert.All(shares.Skip(500), share => Assert.True(Math.Abs(share - 0.6) < 0.15, $"seed {seed}: share {share}"));
        Assert.InRange(shares.Skip(500).Average(), 0.55, 0.62);
    }

    [Fact]
    public void Share_MachineFreedAgain_ComesBackToFullDepth()
    {
        var controller = new LatencyController(TimeSpan.FromMilliseconds(20), leastShare: 0.25);

        double[] busy = Run(controller, 800, _ => 5 + (60 * controller.Share));
        double[] free = Run(controller, 800, _ => 5 + (10 * controller.Share));

        Assert.Equal(0.25, busy[^1], 2);
        Assert.Equal(1, free[^1], 6);
    }

    [Fact]
    public void TokenFinished_NoTime_ChangesNothing()
    {
        var controller = new LatencyController(TimeSpan.FromMilliseconds(20), leastShare: 0.25);

        controller.TokenFinished(TimeSpan.Zero);
        controller.TokenFinished(TimeSpan.FromSeconds(-1));

        Assert.Equal((1, TimeSpan.Zero), (controller.Share, controller.MeanTime));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-1, 0.5)]
    [InlineData(10, 0)]
    [InlineData(10, 1.5)]
    [InlineData(10, double.NaN)]
    public void Constructor_OutOfRange_Throws(double milliseconds, double leastShare)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new LatencyController(TimeSpan.FromMilliseconds(milliseconds), leastShare));

    private static double[] Run(LatencyController controller, int tokens, Func<int, double> milliseconds)
        => [.. Enumerable.Range(0, tokens).Select(token =>
        {
            controller.TokenFinished(TimeSpan.FromMilliseconds(milliseconds(token)));
            return controller.Share;
        })];
}
