using AdaptiveProvider.Training.Optimization;

namespace AdaptiveProvider.Training.Tests.Optimization;

public sealed class LossScalerTests
{
    [Fact]
    public void Update_Overflow_HalvesAndGoesOn()
    {
        var scaler = new LossScaler(isActive: true);
        double before = scaler.Scale;

        Assert.True(scaler.Update(isFinite: false));
        Assert.Equal(before / 2, scaler.Scale);
    }

    [Fact]
    public void Update_ManyGoodSteps_DoublesAndARestoredOneDoesAtTheSameStep()
    {
        var scaler = new LossScaler(isActive: true);
        Assert.All(Enumerable.Range(0, 1999), _ => Assert.True(scaler.Update(isFinite: true)));
        var restored = new LossScaler(isActive: true) { State = scaler.State };
        double before = restored.Scale;

        restored.Update(isFinite: true);

        Assert.Equal(before * 2, restored.Scale);
    }

    [Fact]
    public void Update_OverflowsWithoutEnd_GivesUp()
    {
        var scaler = new LossScaler(isActive: true);

        Assert.Contains(false, Enumerable.Range(0, 100).Select(_ => scaler.Update(isFinite: false)));
    }

    [Fact]
    public void Update_Inactive_IsOneAndForgivesNothing()
    {
        var scaler = new LossScaler(isActive: false);

        Assert.True(scaler.Update(isFinite: true));
        Assert.False(scaler.Update(isFinite: false));
        Assert.Equal(1, scaler.Scale);
        Assert.Null(scaler.State);
    }
}
