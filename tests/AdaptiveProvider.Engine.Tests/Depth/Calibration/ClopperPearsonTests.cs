using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

public sealed class ClopperPearsonTests
{
    [Theory]
    [InlineData(0, 10, 0.95, 0)]
    [InlineData(10, 10, 0.95, 0.7411344491)] // 0.05^(1/10)
    [InlineData(1000, 1000, 0.95, 0.9970087505)] // 0.05^(1/1000)
    [InlineData(1, 10, 0.95, 0.0051161969)] // 1 - 0.95^(1/10)
    [InlineData(9, 10, 0.95, 0.6058366976)] // p^10 + 10 p^9 (1 - p) = 0.05
    [InlineData(5, 10, 0.975, 0.1870860284)]
    public void Lower_KnownValues_Match(long successes, long trials, double confidence, double expected)
        => Assert.Equal(expected, ClopperPearson.Lower(successes, trials, confidence), 8);

    [Fact]
    public void Lower_ManyTrials_NearsTheNormalApproximation()
        => Assert.Equal(0.98 - (1.6449 * Math.Sqrt(0.98 * 0.02 / 1_000_000)), ClopperPearson.Lower(980_000, 1_000_000), 5);

    [Fact]
    public void Lower_MoreSuccesses_NeverFalls()
    {
        double[] bounds = [.. Enumerable.Range(0, 301).Select(successes => ClopperPearson.Lower(successes, 300))];

        Assert.Equal(bounds.Order(), bounds);
        Assert.All(bounds.Select((bound, successes) => (bound, successes)), pair => Assert.True(pair.bound <= pair.successes / 300.0));
    }

    // The bound covers in at least 95% of experiments; the chance that 2000 of them show less than 93.5% is under 0.2%.
    [Fact]
    public void Lower_RandomExperiments_Covers()
    {
        const int seed = 17;
        var random = new Random(seed);
        int covered = Enumerable.Range(0, 2000).Count(_ => ClopperPearson.Lower(Enumerable.Range(0, 60).Count(_ => random.NextDouble() < 0.9), 60) <= 0.9);

        Assert.True(covered >= 1870, $"seed {seed}: covered {covered} of 2000");
    }

    [Theory]
    [InlineData(-1, 10, 0.95)]
    [InlineData(11, 10, 0.95)]
    [InlineData(0, 0, 0.95)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 2, double.NaN)]
    public void Lower_OutOfRange_Throws(long successes, long trials, double confidence)
        => Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Lower(successes, trials, confidence));
}
