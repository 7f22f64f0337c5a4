using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class BudgetControllerTests
{
    private const int Seeds = 60;
    private static readonly double[][] Ladders = [[4, 8, 12, 16], [2, 16], [1, 5, 9, 13, 17, 21, 25, 29, 32], [6, 11, 16], [3, 4, 32]];

    public static TheoryData<string> Distributions => [.. ScoreStreams.Stationary.Keys];

    public static TheoryData<string> Adversaries => [.. ScoreStreams.Adversarial.Keys];

    [Theory]
    [MemberData(nameof(Adversaries))]
    public void MeanDepth_AdversarialScores_StaysWithinThePromise(string adversary)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var response = RandomResponse(seed);
            var scores = ScoreStreams.Adversarial[adversary](new Random(seed), response.Controller);
            for (int token = 1; token <= 700; token++)
            {
                response.Generate(scores);
                if (token >= 64)
                {
                    Assert.True(response.Controller.MeanDepth <= 1.02 * response.Budget + 1e-9, $"seed {seed}: {response.Controller.MeanDepth} after {token} tokens of {response.Budget}");
                }

                double overdrawn = (response.Controller.MeanDepth - response.Budget) * token;
                Assert.True(overdrawn <= Math.Max(1.5 - response.Budget, 1.28 * response.Budget) + 1e-9, $"seed {seed}: overdrawn by {overdrawn} tokens after {token}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void MeanDepth_StationaryScores_UsesTheBudget(string distribution)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var response = RandomResponse(seed);
            var scores = ScoreStreams.Stationary[distribution](new Random(seed));
            for (int token = 0; token < 3000; token++)
            {
                response.Generate(scores);
            }

            double used = response.Controller.MeanDepth / Math.Min(response.Budget, response.Reachable);
            Assert.True(used is >= 0.97 and <= 1.001, $"seed {seed}: used {used} of {response.Budget}");
        }
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.55)]
    [InlineData(0.8)]
    public void MeanDepth_ShortReplyFromAGoodThreshold_IsNearTheBudget(double budget)
    {
        double[] means = [.. Enumerable.Range(0, 200).Select(seed =>
        {
            var random = new Random(seed);
            var response = new SimulatedResponse(budget, 16, [4, 16], initialThreshold: (budget - 0.25) / 0.75, higherScoreGoesDeeper: false);
            for (int token = 0; token < 48; token++)
            {
                response.Generate(() => random.NextDouble());
            }

            return response.Controller.MeanDepth;
        })];

        Assert.InRange(means.Average(), budget * 0.91, budget);
    }

    [Fact]
    public void Threshold_UniformScores_HoversAtTheQuantileThatTheBudgetNeeds()
    {
        var random = new Random(3);
        var response = new SimulatedResponse(0.55, 16, [4, 16], 0.9, higherScoreGoesDeeper: true); // 0.25 + 0.75 (1 - t) = 0.55
        double sum = 0;
        for (int token = 0; token < 4000; token++)
        {
            response.Generate(() => random.NextDouble());
            sum += token >= 1000 ? response.Controller.Threshold : 0;
        }

        Assert.Equal(0.6, sum / 3000, 0.03);
    }

    [Fact]
    public void Threshold_BeforeTheFirstToken_IsTheInitialOne()
        => Assert.Equal(-0.3f, new BudgetController(0.5, 8, [2, 8], -0.3, higherScoreGoesDeeper: false).Threshold);

    [Fact]
    public void Threshold_ScoresBelowZero_ReachesTheEndThatLetsThemLeave()
    {
        var response = new SimulatedResponse(0.3, 16, [4, 16], 0.5, higherScoreGoesDeeper: false);
        for (int token = 0; token < 800; token++)
        {
            response.Generate(() => -0.5);
        }

        Assert.InRange(response.Controller.MeanDepth, 0.97 * 0.3, 0.3);
    }

    [Fact]
    public void DeepestAllowed_FirstToken_MayTakeFullDepth()
        => Assert.Equal(3, new BudgetController(0.3, 16, [4, 8, 12, 16], 0.5, higherScoreGoesDeeper: false).DeepestAllowed);

    [Fact]
    public void DeepestAllowed_OverdrawnFromOutside_IsTheShallowest()
    {
        var controller = new BudgetController(0.5, 16, [4, 16], 0.5, higherScoreGoesDeeper: false);

        controller.TokenFinished(100);

        Assert.Equal(0, controller.DeepestAllowed);
    }

    [Fact]
    public void ChangeBudget_MidReply_HoldsTheNewOne()
    {
        var random = new Random(11);
        var response = new SimulatedResponse(1, 16, [4, 8, 12, 16], 0.7, higherScoreGoesDeeper: false);
        response.Controller.ChangeBudget(0.9);
        double before = Spend(300);
        response.Controller.ChangeBudget(0.4);
        double after = Spend(1500);

        Assert.InRange(before, 0.85, 0.92);
        Assert.InRange(after, 0.38, 0.42);

        double Spend(int tokens) => Enumerable.Range(0, tokens).Average(_ => response.Generate(() => random.NextDouble())) / 16;
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Constructor_BudgetOutOfReach_Throws(double budget)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetController(budget, 16, [4, 16], 0.5, higherScoreGoesDeeper: false));

    [Theory]
    [InlineData()]
    [InlineData(0.0, 4.0)]
    [InlineData(4.0, 4.0)]
    [InlineData(4.0, 17.0)]
    public void Constructor_DepthsNotAscending_Throws(params double[] depths)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetController(1, 16, depths, 0.5, higherScoreGoesDeeper: false));

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void TokenFinished_NoDepth_Throws(double layers)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetController(1, 16, [16], 0.5, higherScoreGoesDeeper: false).TokenFinished(layers));

    private static SimulatedResponse RandomResponse(int seed)
    {
        var random = new Random(seed);
        double[] depths = Ladders[seed % Ladders.Length];
        double least = depths[0] / depths[^1];
        double budget = least + ((1 - least) * (0.02 + (0.98 * random.NextDouble())));
        return new SimulatedResponse(budget, depths[^1], depths, random.NextDouble(), higherScoreGoesDeeper: seed % 2 == 0);
    }
}
