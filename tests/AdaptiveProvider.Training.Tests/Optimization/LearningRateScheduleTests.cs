using AdaptiveProvider.Training.Optimization;

namespace AdaptiveProvider.Training.Tests.Optimization;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(4, 0.5)]
    [InlineData(9, 1)]
    [InlineData(79, 1)]
    [InlineData(80, 1)]
    [InlineData(90, 0.5)]
    [InlineData(99, 0.05)]
    public void At_Step_WarmsUpStaysAndDecaysToTheLastStep(long step, double expected)
        => Assert.Equal(2 * expected, new LearningRateSchedule(2, WarmUpSteps: 10, TotalSteps: 100, DecayFraction: 0.2).At(step), 1e-12);

    [Fact]
    public void At_NoWarmUpNoDecay_IsConstant()
    {
        var schedule = new LearningRateSchedule(2, WarmUpSteps: 0, TotalSteps: 10, DecayFraction: 0);

        Assert.All(Enumerable.Range(0, 10), step => Assert.Equal(2, schedule.At(step)));
    }

    [Fact]
    public void At_DecayFromTheStart_NeverRisesAfterTheWarmUp()
    {
        var schedule = new LearningRateSchedule(1, WarmUpSteps: 5, TotalSteps: 50, DecayFraction: 1);
        double[] rates = [.. Enumerable.Range(5, 45).Select(step => schedule.At(step))];

        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.Second < pair.First));
        Assert.True(rates[^1] > 0);
    }
}
