using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class WaitingRuleTests
{
    [Fact]
    public void Pays_NobodyElseRuns_Never() => Assert.False(WaitingRule.Pays(waiting: 1, others: 0, arrivals: 100, fixedCost: 100, stepCost: 0));

    [Fact]
    public void Pays_NobodyArrives_Never() => Assert.False(WaitingRule.Pays(waiting: 1, others: 15, arrivals: 0, fixedCost: 100, stepCost: 0.001));

    [Fact]
    public void Pays_FewWaitAndManyCome_UntilEnoughAreThere()
    {
        // Half of a step's time is the deep weights'; three of sixteen requests come to them in a step.
        bool[] pays = [.. Enumerable.Range(1, 15).Select(waiting => WaitingRule.Pays(waiting, 16 - waiting, arrivals: 3, fixedCost: 0.5, stepCost: 0.5))];

        Assert.True(pays[0]);
        Assert.False(pays[^1]);
        Assert.Equal(pays, pays.OrderDescending());
    }

    [Fact]
    public void Pays_WeightsCostNothing_Never() => Assert.False(WaitingRule.Pays(waiting: 1, others: 15, arrivals: 3, fixedCost: 0, stepCost: 1));
}
