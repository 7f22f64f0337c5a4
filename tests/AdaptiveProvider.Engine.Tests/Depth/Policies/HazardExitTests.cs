using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class HazardExitTests
{
    [Fact]
    public void Leaves_ConstantHazard_LeavesWhenTheDistributionReachesTheShare()
    {
        var exit = new HazardExit(0.8);

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(_ => exit.Leaves(0.5f)));
        Assert.Equal(0.875, exit.Left, 12);
    }

    [Fact]
    public void Left_AnyHazards_IsOneLessTheProductOfSurvivals()
    {
        float[] hazards = [0.125f, 0.75f, 0f, 0.25f];
        var exit = new HazardExit(1);

        Assert.DoesNotContain(true, hazards.Select(exit.Leaves));
        Assert.Equal(1 - hazards.Aggregate(1.0, (survival, hazard) => survival * (1 - hazard)), exit.Left, 12);
    }

    [Fact]
    public void Leaves_ShareOfOne_OnlyWhereTheGateIsCertain()
    {
        var exit = new HazardExit(1);

        Assert.False(exit.Leaves(0.999f));
        Assert.True(exit.Leaves(1f));
    }

    [Fact]
    public void Reset_NextToken_StartsAnew()
    {
        var exit = new HazardExit(0.6);
        exit.Leaves(0.5f);

        exit.Reset();

        Assert.Equal(0, exit.Left);
        Assert.False(exit.Leaves(0.5f));
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(-3f, 0)]
    [InlineData(7f, 1)]
    public void Leaves_NoProbability_IsClamped(float hazard, double expected)
    {
        var exit = new HazardExit(0.9);
        exit.Leaves(hazard);

        Assert.Equal(expected, exit.Left);
    }
}
