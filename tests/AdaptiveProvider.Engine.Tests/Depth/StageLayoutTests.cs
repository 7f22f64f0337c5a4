using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Tests.Depth;

public sealed class StageLayoutTests
{
    [Fact]
    public void Passes_MixtureOfRecursions_FlattensLoopsInOrder()
    {
        var layout = new StageLayout([new(0, 1), new(1, 2, Loops: 3, KvPolicy.RecursionWise, ExitKind.Router), new(3, 1)]);

        Assert.Equal([0, 1, 1, 1, 2], layout.Passes.Select(pass => pass.StageIndex));
        Assert.Equal([0, 0, 1, 2, 0], layout.Passes.Select(pass => pass.Loop));
        Assert.Equal([0, 1, 3, 5, 7, 8], Enumerable.Range(0, 6).Select(layout.LayersAfter));
        Assert.Equal(8, layout.LayerDepth);
    }

    [Fact]
    public void LeastLayersAfter_RoutedStage_CountsOneLoop()
    {
        var routed = new StageLayout([new(0, 1), new(1, 2, Loops: 3, KvPolicy.RecursionWise, ExitKind.DepthRouter), new(3, 1)]);
        var gated = new StageLayout([new(0, 1), new(1, 2, Loops: 3, KvPolicy.PerLoop, ExitKind.Gate), new(3, 1)]);

        Assert.Equal([0, 1, 3, 3, 3, 4], Enumerable.Range(0, 6).Select(routed.LeastLayersAfter));
        Assert.Equal([0, 1, 3, 5, 7, 8], Enumerable.Range(0, 6).Select(gated.LeastLayersAfter));
        Assert.Equal((true, false), (routed.HasRouter, routed.HasRouterThreshold));
        Assert.Equal((false, false), (gated.HasRouter, gated.HasRouterThreshold));
    }

    [Fact]
    public void Uniform_LayersNotDivisible_LastStageIsShorter()
    {
        var layout = StageLayout.Uniform(layerCount: 10, layersPerStage: 4);

        Assert.Equal([4, 4, 2], layout.Stages.Select(stage => stage.LayerCount));
        Assert.Equal([0, 4, 8], layout.Stages.Select(stage => stage.FirstLayer));
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(0, 1, 0)]
    public void Constructor_EmptyStage_Throws(int firstLayer, int layerCount, int loops)
        => Assert.Throws<ArgumentException>(() => new StageLayout([new Stage(firstLayer, layerCount, loops)]));
}
