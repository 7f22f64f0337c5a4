using AdaptiveProvider.Engine.Scheduling;

namespace AdaptiveProvider.Engine.Tests.Scheduling;

public sealed class StepSizeLimitTests
{
    [Fact]
    public void Failed_HalvesDownToOne()
    {
        var limit = new StepSizeLimit(32);

        limit.Failed(20);
        Assert.Equal(10, limit.RowsMax);
        limit.Failed(1);

        Assert.Equal(1, limit.RowsMax);
        Assert.True(limit.IsReduced);
    }

    [Fact]
    public void Committed_OftenEnough_DoublesUpToFull()
    {
        var limit = new StepSizeLimit(32);
        limit.Failed(20);

        for (int step = 0; step < 128; step++)
        {
            limit.Committed();
        }

        Assert.Equal(32, limit.RowsMax);
        Assert.False(limit.IsReduced);
    }
}
