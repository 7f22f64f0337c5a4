using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class DraftTunerTests
{
    private const int Layers = 16;

    // Weights are read once per pass, so that more rows cost little: one sequence on a processor or a card.
    private static readonly SimulatedMachine MemoryBound = new(Base: 1e-5, PerLayerPass: 1e-3, PerLayerRow: 2e-5, PerHeadPass: 1.5e-3, PerHeadRow: 5e-5);
    private static readonly SimulatedMachine ComputeBound = new(Base: 1e-5, PerLayerPass: 1e-5, PerLayerRow: 1e-3, PerHeadPass: 1e-5, PerHeadRow: 1.5e-3);
    private static readonly DraftExit[] Exits = [new(2), new(4), new(8)];

    [Theory]
    [InlineData(0.5, 0.8, 0.9)]
    [InlineData(0.75, 0.8, 0.85)]
    [InlineData(0.2, 0.3, 0.95)]
    [InlineData(0.9, 0.95, 0.97)]
    [InlineData(0.05, 0.1, 0.3)]
    public void Next_MemoryBoundMachine_IsNearTheBestPlan(double shallow, double middle, double deep)
    {
        double[] acceptances = [shallow, middle, deep];
        for (int seed = 0; seed < 3; seed++)
        {
            var run = new DraftRun(MemoryBound, Exits, Layers, acceptances, seed);
            run.Generate(rounds: 1200);

            double reached = run.TokensPerSecond(rounds: 1500);
            double best = run.BestRate();
            Assert.True(reached >= 0.93 * best, $"seed {seed}: {reached / best:P1} of the best plan");
        }
    }

    [Fact]
    public void Next_ComputeBoundMachine_DoesNotDraft()
    {
        var run = new DraftRun(ComputeBound, Exits, Layers, [0.3, 0.4, 0.5], seed: 1);
        run.Generate(rounds: 1500);

        Assert.InRange(run.ShareOfPlainRounds(rounds: 1000), 0.93, 0.9999); // it tries again now and then
        Assert.True(run.TokensPerSecond(rounds: 1000) > 0.95 * run.BestRate());
    }

    [Fact]
    public void Next_DraftsNeverStand_SwitchesOffAndComesBackWhenTheyDo()
    {
        double[] acceptances = [0, 0, 0];
        var run = new DraftRun(MemoryBound, Exits, Layers, acceptances, seed: 2);
        run.Generate(rounds: 1000);
        double off = run.ShareOfPlainRounds(rounds: 500);

        (acceptances[0], acceptances[1], acceptances[2]) = (0.6, 0.9, 0.92);
        run.Generate(rounds: 1200);

        Assert.True(off > 0.9, $"drafted in {1 - off:P0} of rounds");
        Assert.Equal(0, run.ShareOfPlainRounds(rounds: 500));
        Assert.True(run.TokensPerSecond(rounds: 2000) > 0.9 * run.BestRate());
    }

    [Fact]
    public void Next_DraftsGetWorse_SwitchesOff()
    {
        double[] acceptances = [0.8, 0.9, 0.95];
        var run = new DraftRun(MemoryBound, Exits, Layers, acceptances, seed: 3);
        run.Generate(rounds: 500);
        Assert.Equal(0, run.ShareOfPlainRounds(rounds: 200));

        Array.Clear(acceptances);
        run.Generate(rounds: 500);

        Assert.True(run.ShareOfPlainRounds(rounds: 500) > 0.9);
    }

    [Fact]
    public void Next_UnsureExits_CountsDraftsThatAreNotMade()
    {
        var run = new DraftRun(MemoryBound, Exits, Layers, [0.9, 0.9, 0.95], seed: 4) { Sureness = 0.6 };
        run.Generate(rounds: 1200);

        Assert.True(run.TokensPerSecond(rounds: 1500) > 0.92 * run.BestRate());
    }

    [Fact]
    public void Next_SameRounds_SamePlans()
        => Assert.Equal(Plans(), Plans());

    [Fact]
    public void Next_BeforeTheCostsAreKnown_IsPlain()
        => Assert.Equal(0, new DraftTuner(new StepCostModel(), Exits, Layers, 8).Next().Length);

    [Fact]
    public void Rate_AcceptanceKnown_FollowsTheFormula()
    {
        var costs = new StepCostModel();
        for (int step = 0; step < 20; step++)
        {
            costs.Observe(new StepWork(Layers, Layers, 0, 0), Layers); // a second per layer
        }

        var tuner = new DraftTuner(costs, [new DraftExit(4, TailLayers: 1, Acceptance: 0.8)], Layers, 8);

        // Four drafts of 5 layers, the last one's own row, 12 layers for all; (1 - 0.8^5) / 0.2 tokens.
        Assert.Equal((1 - Math.Pow(0.8, 5)) / 0.2 / ((4 * 5) + 4 + 12), tuner.Rate(new DraftPlan(0, 4), requests: 1), 5);
        Assert.Equal(1.0 / Layers, tuner.Rate(default, requests: 1), 5);
    }

    [Fact]
    public void Next_ManyRequestsSideBySide_DraftsLess()
    {
        var machine = new SimulatedMachine(Base: 1e-5, PerLayerPass: 1e-3, PerLayerRow: 1e-4, PerHeadPass: 1.5e-3, PerHeadRow: 1.5e-4);
        var run = new DraftRun(machine, Exits, Layers, [0.6, 0.7, 0.8], seed: 5);
        run.Generate(rounds: 1000);

        Assert.True(run.Tuner.Next(requests: 1).Length > 0);
        Assert.Equal(0, run.Tuner.Next(requests: 256).Length);
    }

    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(4, 2, 3)]
    [InlineData(4, 2, -1)]
    public void RoundFinished_ImpossibleCounts_Throws(int length, int drafted, int accepted)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new DraftTuner(new StepCostModel(), Exits, Layers, 8).RoundFinished(new DraftPlan(0, length), drafted, accepted));

    [Fact]
    public void Constructor_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DraftTuner(new StepCostModel(), [], Layers, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DraftTuner(new StepCostModel(), [new DraftExit(Layers)], Layers, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DraftTuner(new StepCostModel(), Exits, Layers, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DraftTuner(new StepCostModel(), Exits, Layers, 8, draftHeadShare: 0));
    }

    private static List<DraftPlan> Plans()
    {
        var run = new DraftRun(MemoryBound, Exits, Layers, [0.4, 0.7, 0.9], seed: 6);
        return [.. Enumerable.Range(0, 400).Select(_ => run.Round())];
    }
}
