using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Recipes;
using AdaptiveProvider.Training.Recipes.PaperTable;

namespace AdaptiveProvider.Training.Tests.Recipes;

public sealed class TrainingFlopsTests
{
    private const int Length = 64;

    private static readonly ArchitectureConfiguration Vanilla = new()
    {
        VocabularySize = 100,
        HiddenSize = 16,
        IntermediateSize = 32,
        HeadCount = 2,
        KvHeadCount = 1,
        HeadDim = 8,
        ContextLength = Length,
        LayersPerLoop = 8,
    };

    [Fact]
    public void PerToken_Vanilla_IsSixPerWeightAndTwelvePerAttendedKeyAndWidth()
    {
        const double layerWeights = (16 * 16 * 2) + (16 * 8 * 2) + (16 * 32 * 3), attention = 12 * 16 * (Length / 2.0);

        Assert.Equal((6 * ((8 * layerWeights) + (100 * 16))) + (8 * attention), TrainingFlops.PerToken(Vanilla, Length), 6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void PerToken_RecursiveWithoutRouter_CostsWhatVanillaCosts(int loops)
        => Assert.Equal(TrainingFlops.PerToken(Vanilla, Length), TrainingFlops.PerToken(Recursive(loops), Length), 6);

    [Fact]
    public void PerToken_ExpertChoice_CountsEachLoopByItsShareAndItsAttentionByTheSquare()
    {
        var routed = Recursive(2) with { Router = Expert(1, 0.5) };
        const double layerWeights = (16 * 16 * 2) + (16 * 8 * 2) + (16 * 32 * 3), attention = 12 * 16 * (Length / 2.0);

        double saved = TrainingFlops.PerToken(Vanilla, Length) - TrainingFlops.PerToken(routed, Length);

        Assert.Equal(3 * ((0.5 * 6 * layerWeights) + (0.75 * attention)), saved, 6);
    }

    [Fact]
    public void PerToken_SharedKeysAndValues_ReadsAllKeysButProjectsNone()
    {
        var own = Recursive(2) with { Router = Expert(1, 0.5) };
        const double keysAndValues = 2 * 16 * 8, attention = 12 * 16 * (Length / 2.0);

        double difference = TrainingFlops.PerToken(own with { LoopKv = LoopKv.SharedFirst }, Length) - TrainingFlops.PerToken(own, Length);

        Assert.Equal(3 * ((0.25 * attention) - (0.5 * 6 * keysAndValues)), difference, 6);
    }

    [Fact]
    public void PerToken_BalancedTokenChoice_CostsWhatPublishedCapacitiesCost()
    {
        var expert = Recursive(3) with { Router = Expert(1, 2.0 / 3, 1.0 / 3) };
        var token = Recursive(3) with { Router = new RouterConfiguration { Kind = RouterKind.TokenChoice } };

        Assert.Equal(TrainingFlops.PerToken(expert, Length), TrainingFlops.PerToken(token, Length), 6);
    }

    [Fact]
    public void PerToken_LowRankPairs_AreCountedInEveryLoop()
    {
        const double pairs = (2 * (16 + 16)) + (2 * (16 + 8)) + (3 * (16 + 32));

        double added = TrainingFlops.PerToken(Recursive(3) with { LoraRank = 4 }, Length) - TrainingFlops.PerToken(Recursive(3), Length);

        Assert.Equal(6 * 6 * 4 * pairs, added, 6);
    }

    [Fact]
    public void Of_RoutedVariant_SpendsVanillasOperationsWithinOneStep()
    {
        var options = new PaperTableOptions { HiddenSize = 64 };
        var variants = PaperTableVariant.All(options, vocabularySize: 512);
        double budget = options.Steps * TrainingFlops.PerToken(variants[0].Architecture, options.SequenceLength);

        Assert.All(variants, variant =>
        {
            var run = PaperTableRun.Of(variant, variants[0], options, learningRate: 1e-3)[^1];
            double perStep = TrainingFlops.PerToken(variant.Architecture, options.SequenceLength);
            Assert.InRange(run.Steps * perStep, budget - perStep, budget + perStep);
        });
    }

    private static ArchitectureConfiguration Recursive(int loops) => Vanilla with { Sharing = ParameterSharing.MiddleCycle, LayersPerLoop = 6 / loops, Loops = loops };

    private static RouterConfiguration Expert(params double[] capacities) => new() { Kind = RouterKind.ExpertChoice, Capacities = capacities };
}
