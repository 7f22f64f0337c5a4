using AdaptiveProvider.Tool.Measurement.DepthBench;

namespace AdaptiveProvider.Tool.Tests.Measurement.DepthBench;

public sealed class SpreadTests
{
    [Fact]
    public void Of_OddCount_TakesTheMiddle() => Assert.Equal(new Spread(2, 1, 9), Spread.Of([9, 1, 2]));

    [Fact]
    public void Of_EvenCount_TakesTheMeanOfTheMiddle() => Assert.Equal(new Spread(2.5, 1, 9), Spread.Of([9, 1, 2, 3]));
}
