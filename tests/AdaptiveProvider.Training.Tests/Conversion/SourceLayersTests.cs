using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Conversion;

namespace AdaptiveProvider.Training.Tests.Conversion;

public sealed class SourceLayersTests
{
    [Theory]
    [InlineData(ParameterSharing.Cycle, 2, 6, BlockInitialization.Stepwise, "0|2|5")] // 0, 2.5, 5: ties to even
    [InlineData(ParameterSharing.Cycle, 3, 30, BlockInitialization.Stepwise, "0|3|6|10|13|16|19|23|26|29")]
    [InlineData(ParameterSharing.MiddleCycle, 2, 8, BlockInitialization.Stepwise, "1|4|6")] // 1, 3.5, 6
    [InlineData(ParameterSharing.MiddleCycle, 3, 5, BlockInitialization.Stepwise, "1")]
    [InlineData(ParameterSharing.Sequence, 3, 6, BlockInitialization.Stepwise, "0|5")]
    [InlineData(ParameterSharing.Cycle, 2, 6, BlockInitialization.Average, "0 3|1 4|2 5")]
    [InlineData(ParameterSharing.MiddleSequence, 2, 6, BlockInitialization.Average, "1 2|3 4")]
    [InlineData(ParameterSharing.Cycle, 2, 6, BlockInitialization.Lower, "0|1|2")]
    [InlineData(ParameterSharing.MiddleCycle, 2, 6, BlockInitialization.Lower, "1|2")]
    [InlineData(ParameterSharing.Cycle, 2, 6, BlockInitialization.Upper, "3|4|5")]
    [InlineData(ParameterSharing.MiddleSequence, 2, 6, BlockInitialization.Upper, "3|4")]
    public void Choose_Rule_IsThePublishedOne(ParameterSharing sharing, int loops, int layers, BlockInitialization initialization, string expected)
        => Assert.Equal(expected, Choose(sharing, loops, layers, initialization, seed: 1));

    [Fact]
    public void Choose_Random_DrawsSharedLayersInOrderBySeed()
    {
        string[] drawn = [.. Enumerable.Range(0, 40).Select(seed => Choose(ParameterSharing.MiddleCycle, 2, 10, BlockInitialization.Random, seed))];

        Assert.All(drawn, layers =>
        {
            int[] chosen = [.. layers.Split('|').Select(int.Parse)];
            Assert.Equal(4, chosen.Distinct().Count());
            Assert.Equal(chosen.Order(), chosen);
            Assert.All(chosen, layer => Assert.InRange(layer, 1, 8));
        });
        Assert.Equal(Choose(ParameterSharing.MiddleCycle, 2, 10, BlockInitialization.Random, 7), drawn[7]);
        Assert.Equal(8, drawn.SelectMany(layers => layers.Split('|')).Distinct().Count()); // every layer comes up
    }

    [Fact]
    public void Choose_UnknownRule_SaysWhichThereAre()
        => Assert.Contains("stepwise, average", Assert.Throws<ConversionException>(() => Choose(ParameterSharing.Cycle, 2, 4, (BlockInitialization)9, 1)).Message, StringComparison.Ordinal);

    private static string Choose(ParameterSharing sharing, int loops, int layers, BlockInitialization initialization, long seed)
        => string.Join('|', SourceLayers.Choose(initialization, new SharingPlan(sharing, loops, layers), seed).Select(sources => string.Join(' ', sources)));
}
