using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Tests.Sampling;

public sealed class CounterRandomTests
{
    [Fact]
    public void Uniform_SameKey_IsTheSame()
        => Assert.Equal(CounterRandom.Uniform(5, 7, 1), CounterRandom.Uniform(5, 7, 1));

    [Fact]
    public void Uniform_OtherSeedTokenOrStream_Differs()
    {
        float[] values = [CounterRandom.Uniform(5, 7), CounterRandom.Uniform(6, 7), CounterRandom.Uniform(5, 8), CounterRandom.Uniform(5, 7, 1)];

        Assert.Equal(4, values.Distinct().Count());
    }

    /// <summary>Neighbouring seeds and indices fill 64 cells evenly; the limit is exceeded by chance once in a million (63 degrees of freedom).</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Uniform_NeighbouringKeys_AreEven(bool overSeeds)
    {
        var cells = new int[64];
        const int Draws = 64_000;
        for (int i = 0; i < Draws; i++)
        {
            float uniform = overSeeds ? CounterRandom.Uniform(i, 3) : CounterRandom.Uniform(3, i);
            Assert.InRange(uniform, 0f, 0.99999994f);
            cells[(int)(uniform * 64)]++;
        }

        Assert.True(cells.Sum(count => Math.Pow(count - 1000, 2) / 1000) < 131);
    }
}
