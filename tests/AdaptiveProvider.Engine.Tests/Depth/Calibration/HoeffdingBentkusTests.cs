using AdaptiveProvider.Engine.Depth.Calibration;

namespace AdaptiveProvider.Engine.Tests.Depth.Calibration;

public sealed class HoeffdingBentkusTests
{
    [Theory]
    [InlineData(0, 100, 0.05, 0.0059205292)] // 0.95^100, Hoeffding's being the smaller by a factor of e
    [InlineData(0.05, 100, 0.05, 1)]
    [InlineData(0.2, 100, 0.05, 1)]
    [InlineData(1, 10, 0.5, 1)]
    [InlineData(0.1, 10, 0.5, 0.0252067851)] // exp(-10 KL(0.1, 0.5)); Bentkus' is e * 11 / 1024 = 0.0292
    [InlineData(0.02, 100, 0.1, 0.0052867446)] // e times the binomial's 0.0019449 at 2 of 100; Hoeffding's is 0.00594
    public void PValue_KnownValues_Match(double meanLoss, long trials, double level, double expected)
        => Assert.Equal(expected, HoeffdingBentkus.PValue(meanLoss, trials, level), 8);

    [Fact]
    public void PValue_LargerLoss_NeverFalls()
    {
        double[] values = [.. Enumerable.Range(0, 201).Select(losses => HoeffdingBentkus.PValue(losses / 200.0, 200, 0.1))];

        Assert.Equal(values.Order(), values);
    }

    // Valid: under the null it is below 5% in at most 5% of experiments; 2000 of them show more than 6.5% with probability under 0.2%.
    [Fact]
    public void PValue_RiskAtTheLevel_RarelyRejects()
    {
        const int seed = 23;
        var random = new Random(seed);
        int rejected = Enumerable.Range(0, 2000).Count(_ => HoeffdingBentkus.PValue(Enumerable.Range(0, 80).Count(_ => random.NextDouble() < 0.1) / 80.0, 80, 0.1) < 0.05);

        Assert.True(rejected <= 130, $"seed {seed}: rejected {rejected} of 2000");
    }

    [Theory]
    [InlineData(-0.1, 10, 0.5)]
    [InlineData(1.1, 10, 0.5)]
    [InlineData(double.NaN, 10, 0.5)]
    [InlineData(0.1, 0, 0.5)]
    [InlineData(0.1, 10, 0)]
    [InlineData(0.1, 10, 1)]
    public void PValue_OutOfRange_Throws(double meanLoss, long trials, double level)
        => Assert.Throws<ArgumentOutOfRangeException>(() => HoeffdingBentkus.PValue(meanLoss, trials, level));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.03, 400)]
    [InlineData(0.5, 20)]
    public void UpperBound_AnyLoss_IsWhereThePValueReachesTheRest(double meanLoss, long trials)
    {
        double bound = HoeffdingBentkus.UpperBound(meanLoss, trials);

        Assert.InRange(bound, meanLoss, 1);
        Assert.Equal(0.05, HoeffdingBentkus.PValue(meanLoss, trials, bound), 4);
    }

    [Fact]
    public void UpperBound_TotalLoss_IsOne() => Assert.Equal(1, HoeffdingBentkus.UpperBound(1, 50));

    [Fact]
    public void UpperBound_ConfidenceOutOfRange_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => HoeffdingBentkus.UpperBound(0.1, 10, 1));
}
