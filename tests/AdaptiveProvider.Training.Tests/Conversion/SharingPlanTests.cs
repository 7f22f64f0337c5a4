using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Conversion;

namespace AdaptiveProvider.Training.Tests.Conversion;

public sealed class SharingPlanTests
{
    [Theory]
    [InlineData(ParameterSharing.Cycle, 3, 6, "0 2 4|1 3 5")]
    [InlineData(ParameterSharing.Sequence, 3, 6, "0 1 2|3 4 5")]
    [InlineData(ParameterSharing.MiddleCycle, 2, 6, "0|1 3|2 4|5")]
    [InlineData(ParameterSharing.MiddleSequence, 2, 6, "0|1 2|3 4|5")]
    [InlineData(ParameterSharing.MiddleCycle, 3, 5, "0|1 2 3|4")]
    [InlineData(ParameterSharing.Cycle, 5, 5, "0 1 2 3 4")]
    public void Originals_Sharing_AreTheLayersThatShare(ParameterSharing sharing, int loops, int layers, string expected)
    {
        var plan = new SharingPlan(sharing, loops, layers);

        Assert.Equal(expected, string.Join('|', plan.Originals.Select(originals => string.Join(' ', originals))));
    }

    // The unrolled depth, which training and the executors follow, meets the original layers in their order.
    [Theory]
    [InlineData(ParameterSharing.Cycle, 4, 12)]
    [InlineData(ParameterSharing.Sequence, 4, 12)]
    [InlineData(ParameterSharing.MiddleCycle, 5, 12)]
    [InlineData(ParameterSharing.MiddleSequence, 2, 12)]
    public void Originals_UnrolledDepth_IsTheOriginalOrder(ParameterSharing sharing, int loops, int layers)
    {
        var plan = new SharingPlan(sharing, loops, layers);
        var segments = new DepthSegments(new ArchitectureConfiguration
        {
            VocabularySize = 8,
            HiddenSize = 8,
            IntermediateSize = 8,
            HeadCount = 1,
            KvHeadCount = 1,
            Sharing = sharing,
            LayersPerLoop = plan.LayersPerLoop,
            Loops = loops,
        });

        var unrolled = segments.All.SelectMany(segment => segment.Layers).Select(use => plan.Originals[use.Layer][use.Loop]);

        Assert.Equal(Enumerable.Range(0, layers), unrolled);
        Assert.Equal(segments.UniqueLayerCount, plan.Originals.Length);
    }

    [Theory]
    [InlineData(ParameterSharing.Cycle, 4, 30, "4 loops do not divide the model's 30 layers. These loops do: 2, 3, 5, 6, 10, 15, 30.")]
    [InlineData(ParameterSharing.MiddleCycle, 3, 30, "28 layers between the first and the last. These loops do: 2, 4, 7, 14, 28.")]
    [InlineData(ParameterSharing.Cycle, 1, 4, "These loops do: 2, 4.")]
    [InlineData(ParameterSharing.Sequence, 0, 4, "These loops do: 2, 4.")]
    [InlineData(ParameterSharing.Sequence, -2, 4, "These loops do: 2, 4.")]
    [InlineData(ParameterSharing.MiddleCycle, 2, 2, "0 layers between the first and the last. No other number does either")]
    [InlineData(ParameterSharing.Cycle, 2, 1, "choose another model")]
    [InlineData(ParameterSharing.Cycle, 65, 65, "These loops do: 5, 13.")]
    [InlineData(ParameterSharing.None, 2, 4, "nothing to convert")]
    [InlineData((ParameterSharing)77, 2, 4, "Sharing must be")]
    public void Constructor_LoopsThatDoNotFit_SaysWhichDo(ParameterSharing sharing, int loops, int layers, string problem)
        => Assert.Contains(problem, Assert.Throws<ConversionException>(() => new SharingPlan(sharing, loops, layers)).Message, StringComparison.Ordinal);
}
