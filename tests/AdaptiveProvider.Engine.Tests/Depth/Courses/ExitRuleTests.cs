using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Depth.Courses;

namespace AdaptiveProvider.Engine.Tests.Depth.Courses;

/// <summary>Threshold, budget, cap and replay together.</summary>
public sealed class ExitRuleTests
{
    private static readonly StageLayout Layout = StageLayout.Uniform(8, 2);

    [Theory]
    [InlineData(0.3f)]
    [InlineData(0.6f)]
    public void Leaves_ThresholdBesideAWideBudget_ThresholdDecides(float threshold)
    {
        var rule = Rule(new() { Method = DepthMethod.Confidence, Budget = 0.95, Threshold = threshold });
        var random = new Random(5);
        for (int token = 0; token < 200; token++)
        {
            float score = random.NextSingle();
            bool leaves = rule.Leaves(score);

            Assert.True(leaves || !(score > threshold), $"Token {token} with {score} went on.");
            rule.TokenFinished(leaves ? 4 : 8, at: token);
        }
    }

    [Fact]
    public void MustLeave_NarrowBudgetBesideALaxThreshold_BudgetDecides()
    {
        var rule = Rule(new() { Method = DepthMethod.Confidence, Budget = 0.6, Threshold = 2 }); // no score exceeds it
        double spent = 0;
        for (int token = 0; token < 200; token++)
        {
            int layers = rule.MustLeave(2) ? 4 : 8;
            spent += layers;
            rule.TokenFinished(layers, at: token);
        }

        Assert.InRange(spent / (200 * 8), 0.55, 0.6 * 1.02);
    }

    [Fact]
    public void CanLeave_BeforeTheFirstPassAllowedOrAtNoExit_False()
    {
        var rule = Rule(new() { Method = DepthMethod.Confidence, PassMin = 3 }, [1, 2, 3, 4]);

        Assert.Equal([false, false, true], new[] { 1, 2, 3 }.Select(rule.CanLeave));
        Assert.False(Rule(new() { Method = DepthMethod.Confidence }, [2, 4]).CanLeave(1));
    }

    [Fact]
    public void MustLeave_Replay_TokensLeaveWhereTheyDid()
    {
        var rule = Rule(new() { Method = DepthMethod.Confidence, Replay = [2, 4, 1] }, [1, 2, 4]);
        foreach (int pass in (int[])[2, 4, 1])
        {
            Assert.Equal([.. new[] { 1, 2, 4 }.Select(exit => exit >= pass)], new[] { 1, 2, 4 }.Select(rule.MustLeave).ToArray());
            Assert.False(rule.CanLeave(1));
            rule.TokenFinished(2 * pass, at: 0);
        }

        Assert.True(rule.CanLeave(1));
    }

    private static ExitRule Rule(DepthSettings settings, int[]? exits = null)
        => new(settings, Layout, [.. exits ?? [2, 4]], ExitMeasure.Margin, outputMax: 200, pace: null);
}
