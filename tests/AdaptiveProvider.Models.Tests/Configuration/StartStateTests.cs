using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>Huginn's random start state: its distribution, and what it depends on.</summary>
public sealed class StartStateTests
{
    // Of a standard normal cut at 3: variance 1 - 6 φ(3) / (2 Φ(3) - 1).
    private const double CutVariance = 0.97334;

    [Fact]
    public void Fill_ManyPositions_IsANormalCutAtThreeDeviations()
    {
        const int Width = 1000, Positions = 500;
        var start = new StartState(0.5f, Seed: 3);
        float[] state = new float[Width];
        double sum = 0, squares = 0, fourths = 0;
        for (int position = 0; position < Positions; position++)
        {
            start.Fill(position, state);
            foreach (float value in state)
            {
                Assert.InRange(value, -1.5f, 1.5f);
                double standard = value / 0.5;
                (sum, squares, fourths) = (sum + standard, squares + (standard * standard), fourths + Math.Pow(standard, 4));
            }
        }

        // The seed is fixed: nothing here fails by chance. The bounds are about five standard errors.
        const double Count = (double)Width * Positions;
        Assert.InRange(sum / Count, -0.007, 0.007);
        Assert.InRange(squares / Count, CutVariance - 0.01, CutVariance + 0.01);
        Assert.InRange(fourths / Count / Math.Pow(squares / Count, 2), 2.79, 2.87);
    }

    [Fact]
    public void Fill_DependsOnSeedAndPositionOnly()
    {
        float[] Fill(long seed, int position)
        {
            float[] state = new float[33];
            new StartState(1, seed).Fill(position, state);
            return state;
        }

        Assert.Equal(Fill(1, 5), Fill(1, 5));
        Assert.NotEqual(Fill(1, 5), Fill(1, 6));
        Assert.NotEqual(Fill(1, 5), Fill(2, 5));
        Assert.Equal(33, Fill(1, 5).Distinct().Count());
    }

    [Fact]
    public void Fill_WithoutDeviation_IsZero()
    {
        float[] state = [1, 2, 3];

        new StartState(0, 7).Fill(4, state);

        Assert.Equal([0, 0, 0], state);
    }
}
