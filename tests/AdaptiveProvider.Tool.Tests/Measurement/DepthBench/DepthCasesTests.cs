using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Tool.Measurement.DepthBench;

namespace AdaptiveProvider.Tool.Tests.Measurement.DepthBench;

public sealed class DepthCasesTests
{
    [Fact]
    public void Of_ManyExits_AreThinnedFromTheFirstToTheLast()
    {
        var layout = KnownShapes.Find("smollm2-135m").Layout;

        int?[] exits = [.. Of(layout, isTrained: false).Where(item => item.Settings.Method == DepthMethod.Static).Select(item => item.Settings.PassMax)];

        Assert.Equal(8, exits.Length);
        Assert.Equal((1, 29), (exits[0], exits[^1]));
        Assert.Equal(exits.Order(), exits);
    }

    [Fact]
    public void Of_RecursiveShape_ExitsAfterEveryLoopThroughTheTail()
    {
        var layout = KnownShapes.Find("smollm2-135m-recursive").Layout;

        int[] layers = [.. Of(layout, isTrained: false).Where(item => item.Settings.Method == DepthMethod.Static).Select(item => layout.LayersAtExit(item.Settings.PassMax!.Value))];

        Assert.Equal((29, true), (layout.LayerDepth, layout.LeavesThroughTail(2)));
        Assert.Equal([11, 20], layers);
    }

    [Fact]
    public void Of_RandomWeights_HasNoCaseThatNeedsTrainedOnes()
        => Assert.DoesNotContain(Of(KnownShapes.Find("smollm2-135m").Layout, isTrained: false), item => item.Settings.Budget is not null || item.Settings.Method == DepthMethod.Lossless);

    [Fact]
    public void Of_TrainedWithoutRouter_HoldsBudgetsTogetherWithDeepTokens()
        => Assert.Equal(4, Of(StageLayout.Uniform(6, 1), isTrained: true).Count(item => item.Settings is { Method: DepthMethod.Synchronized, Budget: not null }));

    [Fact]
    public void Of_NoExit_LeavesFullDepthOnly()
        => Assert.Equal(["full depth"], Of(StageLayout.Uniform(6, 6), isTrained: true).Select(item => item.Name));

    private static IReadOnlyList<DepthCase> Of(StageLayout layout, bool isTrained)
        => DepthCases.Of(new ExecutorInfo(layout, 100, 1, 100, 10, "") { KeptRowsMax = 64, Measures = [ExitMeasure.Margin] }, calibration: null, isTrained, hasStepped: false, hasOther: false);
}
