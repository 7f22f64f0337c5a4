using AdaptiveProvider.Engine.Depth.Policies;

namespace AdaptiveProvider.Engine.Tests.Depth.Policies;

public sealed class StepCostModelTests
{
    private const int Layers = 24;
    private static readonly SimulatedMachine Machine = new(Base: 2e-4, PerLayerPass: 5e-4, PerLayerRow: 4e-5, PerHeadPass: 2e-3, PerHeadRow: 3e-4);

    [Fact]
    public void Predict_CleanMachine_FindsEveryPart()
    {
        var random = new Random(1);
        var model = new StepCostModel();
        Observe(model, random, steps: 600, noise: 0);

        Assert.All(Works(new Random(2), 100), work => Assert.Equal(1, model.Predict(work) / Machine.Seconds(work), 0.01));
    }

    [Fact]
    public void Predict_NoisyMachineWithPauses_StaysClose()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var model = new StepCostModel();
            Observe(model, random, steps: 1500, noise: 0.15, pauses: 0.05);

            double worst = Works(new Random(99), 200).Max(work => Math.Abs((model.Predict(work) / Machine.Seconds(work)) - 1));
            Assert.True(worst < 0.15, $"seed {seed}: off by {worst:P1}");
        }
    }

    [Fact]
    public void Predict_OnlyPlainTokensSeen_ScalesWithDepth()
    {
        var model = new StepCostModel();
        for (int step = 0; step < 50; step++)
        {
            model.Observe(new StepWork(Layers, Layers, 1, 1), 0.012);
        }

        Assert.Equal(0.012, model.Predict(new StepWork(Layers, Layers, 1, 1)), 6);
        Assert.Equal(0.012 / 4, model.Predict(new StepWork(Layers / 4.0, Layers / 4.0, 1, 1)), 4);
    }

    [Fact]
    public void Predict_MachineGotSlower_FollowsIt()
    {
        var random = new Random(4);
        var model = new StepCostModel();
        Observe(model, random, steps: 500, noise: 0.05);
        Observe(model, random, steps: 1500, noise: 0.05, slower: 2.5);

        Assert.All(Works(new Random(5), 50), work => Assert.Equal(2.5, model.Predict(work) / Machine.Seconds(work), 0.2));
    }

    [Fact]
    public void Predict_AnyObservations_IsNeverBelowZero()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var model = new StepCostModel();
            for (int step = 0; step < 100; step++)
            {
                model.Observe(RandomWork(random), Math.Pow(10, (random.NextDouble() * 8) - 5));
                double seconds = model.Predict(RandomWork(random));
                Assert.True(seconds >= 0 && double.IsFinite(seconds), $"seed {seed}: {seconds}");
            }
        }
    }

    [Fact]
    public void Predict_OnePauseAmongSteadySteps_HardlyMoves()
    {
        var model = new StepCostModel();
        var work = new StepWork(Layers, Layers, 1, 1);
        for (int step = 0; step < 60; step++)
        {
            model.Observe(work, 0.010 + (step % 2 * 0.0001));
        }

        model.Observe(work, 3);

        Assert.Equal(0.01005, model.Predict(work), 0.0002);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Observe_NoTime_TeachesNothing(double seconds)
    {
        var model = new StepCostModel();

        model.Observe(new StepWork(1, 1, 1, 1), seconds);

        Assert.Equal((0, 0), (model.Observations, model.Predict(new StepWork(1, 1, 1, 1))));
    }

    private static void Observe(StepCostModel model, Random random, int steps, double noise, double pauses = 0, double slower = 1)
    {
        for (int step = 0; step < steps; step++)
        {
            var work = RandomWork(random);
            double factor = 1 + (noise * ((2 * random.NextDouble()) - 1));
            model.Observe(work, slower * Machine.Seconds(work) * factor * (random.NextDouble() < pauses ? 5 + (50 * random.NextDouble()) : 1));
        }
    }

    private static IEnumerable<StepWork> Works(Random random, int count) => Enumerable.Range(0, count).Select(_ => RandomWork(random));

    // Draft, verification, plain and prompt steps.
    private static StepWork RandomWork(Random random)
    {
        int passes = random.Next(1, Layers + 1);
        int rows = random.Next(4) == 0 ? random.Next(8, 200) : random.Next(1, 8);
        int headRows = random.Next(3) == 0 ? 0 : random.Next(1, Math.Min(rows, 8) + 1);
        return new StepWork(passes, passes * rows, headRows == 0 ? 0 : 1, headRows);
    }
}
