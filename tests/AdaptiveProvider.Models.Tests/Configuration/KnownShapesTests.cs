using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>Shapes that can be measured without a checkpoint.</summary>
public sealed class KnownShapesTests
{
    [Theory]
    [InlineData("ouro-1.4b", 96, 4)]
    [InlineData("ouro-2.6b", 192, 4)]
    [InlineData("huginn-3.5b", 132, 32)]
    public void Find_LoopedModel_LoopsAsPublished(string name, int depth, int exits)
    {
        var spec = KnownShapes.Find(name);

        Assert.Equal((depth, exits), (spec.Layout.LayerDepth, spec.Layout.ExitPasses.Length));
        Assert.NotNull(spec.Loops);
    }

    [Theory]
    [InlineData("ouro-1.4b")]
    [InlineData("huginn-3.5b")]
    public void Create_WeightsOfALoopedShape_FitTheSpecification(string name)
    {
        var spec = KnownShapes.Find(name) with { HiddenSize = 16, IntermediateSize = 8, VocabularySize = 8, HeadCount = 2, KvHeadCount = 2, HeadDim = 8 };

        WeightShapes.Check(spec, RandomWeights.Create(spec, seed: 1));
    }

    [Fact]
    public void Find_Unknown_ListsTheKnown()
        => Assert.Contains("ouro-1.4b", Assert.Throws<ArgumentException>(() => KnownShapes.Find("gpt-5")).Message, StringComparison.Ordinal);
}
