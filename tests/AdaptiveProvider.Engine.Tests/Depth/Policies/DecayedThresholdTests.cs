using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class DecayedThresholdTests
{
    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(50, 0.73083)] // 0.72 + 0.08 exp(-2)
    [InlineData(100, 0.72147)] // 0.72 + 0.08 exp(-4)
    public void At_WithDecay_FollowsTheEquation(int index, double expected)
        => Assert.Equal(expected, new DecayedThreshold(0.8f, Decay: 4, LengthMax: 100).At(index), 5);

    [Fact]
    public void At_WithoutDecay_KeepsTheThresholdExactly()
        => Assert.All(Enumerable.Range(0, 500), index => Assert.Equal(0.77f, new DecayedThreshold(0.77f, Decay: 0, LengthMax: 100).At(index)));

    [Fact]
    public void At_LaterTokens_NeverRises()
    {
        var threshold = new DecayedThreshold(0.9f, Decay: 3, LengthMax: 64);

        Assert.All(Enumerable.Range(0, 200), index => Assert.True(threshold.At(index + 1) <= threshold.At(index)));
    }
}
