using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class BetaMixtureThresholdTests
{
    public static TheoryData<ThresholdAdaptation> Adaptations => [ThresholdAdaptation.BetaMixture, ThresholdAdaptation.BetaMixtureAsPublished];

    // Agreement Beta(a1, b1) with the given weight, else Beta(a0, b0): the confidence where its posterior reaches 0.4 is found by bisection on the truth.
    [Theory]
    [InlineData(2, 6, 8, 2, 0.5)]
    [InlineData(2, 6, 8, 2, 0.85)]
    [InlineData(2, 6, 8, 2, 0.2)]
    [InlineData(3, 4, 12, 2, 0.6)]
    public void Refit_SyntheticMixture_RecoversWhereThePosteriorReachesTheWanted(double a0, double b0, double a1, double b1, double weight)
    {
        double expected = PosteriorReaches(0.4, new BetaShape(a0, b0), new BetaShape(a1, b1), weight);
        for (int seed = 0; seed < 8; seed++)
        {
            var threshold = Fitted(ThresholdAdaptation.BetaMixture, Mixture(seed, a0, b0, a1, b1, weight), pairs: 2048);

            Assert.True(Math.Abs(threshold.Threshold - expected) < 0.07, $"seed {seed}: {threshold.Threshold}, expected {expected}");
        }
    }

    [Theory]
    [InlineData(2, 6, 8, 2, 0.5)]
    [InlineData(2, 6, 8, 2, 0.9)] // the published code leaves the class weights out
    [InlineData(3, 4, 12, 2, 0.6)]
    public void Refit_SyntheticMixtureAsPublished_TakesTheFirstPassingPointOfTheGrid(double a0, double b0, double a1, double b1, double weight)
    {
        double truth = PosteriorReaches(0.4, new BetaShape(a0, b0), new BetaShape(a1, b1), 0.5);
        for (int seed = 0; seed < 8; seed++)
        {
            var threshold = Fitted(ThresholdAdaptation.BetaMixtureAsPublished, Mixture(seed, a0, b0, a1, b1, weight), pairs: 2048);

            double point = (threshold.Threshold - 0.3) / (0.6 / 9);
            Assert.Equal(Math.Round(point), point, 4);
            Assert.True(threshold.Threshold > truth - 0.04 && threshold.Threshold < truth + (0.6 / 9) + 0.04, $"seed {seed}: {threshold.Threshold}, truth {truth}");
        }
    }

    [Fact]
    public void Refit_MoreAgreement_LowersTheThreshold()
    {
        float[] thresholds = [.. new[] { 0.2, 0.5, 0.8, 0.95 }.Select(weight => Fitted(ThresholdAdaptation.BetaMixture, Mixture(1, 2, 5, 6, 2, weight), 2048).Threshold)];

        Assert.Equal(thresholds.OrderDescending(), thresholds);
        Assert.Equal(thresholds.Length, thresholds.Distinct().Count());
    }

    [Fact]
    public void Refit_ConfidenceMisleads_NeverLeaves()
        => Assert.Equal(1, Fitted(ThresholdAdaptation.BetaMixture, Mixture(1, 9, 2, 2, 9, 0.3), 1000).Threshold);

    [Theory]
    [MemberData(nameof(Adaptations))]
    public void Threshold_BeforeEnoughPairs_IsTheInitialOne(ThresholdAdaptation adaptation)
        => Assert.Equal(0.77f, Fitted(adaptation, Mixture(1, 2, 6, 8, 2, 0.5), pairs: 31).Threshold);

    [Theory]
    [MemberData(nameof(Adaptations))]
    public void Refit_DegenerateData_GivesAThreshold(ThresholdAdaptation adaptation)
    {
        (string Name, Func<int, (float, bool)> Pair)[] streams =
        [
            ("all agree", pair => (pair % 100 / 100f, true)),
            ("none agrees", pair => (pair % 100 / 100f, false)),
            ("one confidence, all agree", _ => (0.9f, true)),
            ("one confidence, both", pair => (0.9f, pair % 2 == 0)),
            ("edges", pair => (pair % 2, pair % 2 == 1)),
            ("wrong edges", pair => (pair % 2, pair % 2 == 0)),
            ("all ones", _ => (1, true)),
            ("all zeros", _ => (0, false)),
            ("outside", pair => (pair % 2 == 0 ? -5 : 7, pair % 3 == 0)),
            ("infinite", pair => (pair % 2 == 0 ? float.NegativeInfinity : float.PositiveInfinity, pair % 3 == 0)),
            ("one disagrees", pair => (0.5f + (pair % 50 / 100f), pair != 7)),
        ];

        Assert.All(streams, stream =>
        {
            var threshold = new BetaMixtureThreshold(0.5f, adaptation);
            for (int pair = 0; pair < 300; pair++)
            {
                var (confidence, agreed) = stream.Pair(pair);
                threshold.Add(confidence, agreed);
            }

            threshold.Refit();
            Assert.True(threshold.Threshold is > 0 and <= 1, $"{stream.Name}: {threshold.Threshold}");
        });
    }

    [Fact]
    public void Refit_EverythingAgreesOrNothing_LeavesEarlyOrNever()
    {
        var agreeing = new BetaMixtureThreshold(0.5f, ThresholdAdaptation.BetaMixture);
        var disagreeing = new BetaMixtureThreshold(0.5f, ThresholdAdaptation.BetaMixture);
        for (int pair = 0; pair < 1000; pair++)
        {
            agreeing.Add(0.7f + (pair % 30 / 100f), true);
            disagreeing.Add(0.1f + (pair % 30 / 100f), false);
        }

        agreeing.Refit();
        disagreeing.Refit();

        Assert.InRange(agreeing.Threshold, 0.0001f, 0.7f);
        Assert.InRange(disagreeing.Threshold, 0.4f, 1f);
    }

    [Fact]
    public void Add_MoreThanItRemembers_ForgetsTheOldest()
    {
        var threshold = Fitted(ThresholdAdaptation.BetaMixture, Mixture(1, 2, 8, 3, 6, 0.5), pairs: 2048);
        float before = threshold.Threshold;
        var later = Mixture(2, 8, 3, 20, 1, 0.5);
        for (int pair = 0; pair < 2048; pair++)
        {
            var (confidence, agreed) = later();
            threshold.Add(confidence, agreed);
        }

        threshold.Refit();

        Assert.Equal(2048, threshold.Pairs);
        Assert.Equal(Fitted(ThresholdAdaptation.BetaMixture, Mixture(2, 8, 3, 20, 1, 0.5), pairs: 2048).Threshold, threshold.Threshold);
        Assert.NotEqual(before, threshold.Threshold);
    }

    [Fact]
    public void Add_NotANumber_IsPassedOver()
    {
        var threshold = new BetaMixtureThreshold(0.5f, ThresholdAdaptation.BetaMixture);

        threshold.Add(float.NaN, agreed: true);

        Assert.Equal(0, threshold.Pairs);
    }

    [Fact]
    public void Constructor_NoAdaptation_Throws()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new BetaMixtureThreshold(0.5f, ThresholdAdaptation.None));

    private static BetaMixtureThreshold Fitted(ThresholdAdaptation adaptation, Func<(float Confidence, bool Agreed)> stream, int pairs)
    {
        var threshold = new BetaMixtureThreshold(0.77f, adaptation);
        for (int pair = 0; pair < pairs; pair++)
        {
            var (confidence, agreed) = stream();
            threshold.Add(confidence, agreed);
        }

        threshold.Refit();
        return threshold;
    }

    private static Func<(float, bool)> Mixture(int seed, double a0, double b0, double a1, double b1, double weight)
    {
        var random = new Random(seed);
        return () =>
        {
            bool agreed = random.NextDouble() < weight;
            return ((float)(agreed ? BetaDraw(random, (int)a1, (int)b1) : BetaDraw(random, (int)a0, (int)b0)), agreed);
        };
    }

    // The a-th smallest of a + b - 1 uniform numbers is Beta(a, b).
    private static double BetaDraw(Random random, int a, int b)
        => Enumerable.Range(0, a + b - 1).Select(_ => random.NextDouble()).Order().ElementAt(a - 1);

    private static double PosteriorReaches(double wanted, BetaShape disagree, BetaShape agree, double weight)
    {
        var (low, high) = (0.001, 0.9);
        for (int step = 0; step < 60; step++)
        {
            double middle = (low + high) / 2;
            double agreeing = weight * Math.Exp(agree.LogDensity(middle));
            bool reached = agreeing / (agreeing + ((1 - weight) * Math.Exp(disagree.LogDensity(middle)))) >= wanted;
            (low, high) = reached ? (low, middle) : (middle, high);
        }

        return high;
    }
}
