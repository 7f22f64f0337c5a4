using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Recipes.PaperTable;

namespace AdaptiveProvider.Training.Tests.Recipes.PaperTable;

public sealed class PaperTableVariantTests
{
    private static readonly IReadOnlyList<PaperTableVariant> Variants = PaperTableVariant.All(new PaperTableOptions(), vocabularySize: 4096);

    [Fact]
    public void All_PublishedRows_AreVanillaTwoRecursiveAndEightRoutedModels()
    {
        Assert.Equal(11, Variants.Count);
        Assert.Equal(11, Variants.Select(variant => variant.Name).Distinct().Count());
        Assert.Equal(8, Variants.Count(variant => variant.IsRouted));
        Assert.All(Variants, variant => variant.Architecture.Validate());
    }

    [Fact]
    public void All_EveryModel_HasEightApplicationsAtFullDepth()
        => Assert.All(Variants, variant => Assert.Equal(8, new DepthSegments(variant.Architecture).LayerDepth));

    [Theory]
    [InlineData("vanilla", 8)]
    [InlineData("recursive-2", 5)]
    [InlineData("recursive-3", 4)]
    [InlineData("mor-token-3-shared_first", 4)]
    public void All_Model_HasThePublishedNumberOfWeightLayers(string name, int layers)
        => Assert.Equal(layers, new DepthSegments(Variants.Single(variant => variant.Name == name).Architecture).UniqueLayerCount);

    [Theory]
    [InlineData("mor-expert-2-recursion_wise", "1 0.5")]
    [InlineData("mor-expert-3-shared_first", "1 0.667 0.333")]
    public void All_ExpertChoice_HasThePublishedGateAndCapacities(string name, string capacities)
    {
        var router = Variants.Single(variant => variant.Name == name).Architecture.Router!;

        Assert.Equal(capacities, string.Join(' ', router.Capacities.Select(capacity => FormattableString.Invariant($"{capacity:0.###}"))));
        Assert.Equal((RouterKind.ExpertChoice, 0.1, 0.0, GateUpdate.AddOutput), (router.Kind, router.Scale, router.Offset, router.Update));
    }
}
