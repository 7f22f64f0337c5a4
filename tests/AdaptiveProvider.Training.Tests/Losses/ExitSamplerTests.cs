using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Tests.Losses;

public sealed class ExitSamplerTests
{
    [Fact]
    public void Draw_None_TrainsFullDepthAlone()
    {
        var (exits, full) = Draw(TinyTraining.Vanilla, new ExitLossConfiguration());

        Assert.Empty(exits);
        Assert.Equal(1, full);
    }

    [Fact]
    public void Draw_AllConstant_IsTheAggressiveCoefficientAtEveryBoundary()
    {
        var (exits, full) = Draw(TinyTraining.Recursive, new ExitLossConfiguration { Schedule = ExitLossSchedule.All });

        Assert.Equal([(1, 0.1), (2, 0.1)], exits); // segments: first layer, loop, loop, loop, last layer
        Assert.Equal(1, full);
    }

    // LayerSkip, L = 4: e = s·0, s·1, s·(1 + 2), (L − 1) + s·(1 + 2), normalised.
    [Fact]
    public void Draw_Growing_IsLayerSkipsFormula()
    {
        const double S = 0.2, Sum = S + (3 * S) + 3 + (3 * S);

        var (exits, full) = Draw(TinyTraining.Vanilla, new ExitLossConfiguration { Schedule = ExitLossSchedule.All, Weighting = ExitLossWeighting.Growing, Coefficient = S });

        Assert.Equal([0, 1, 2], exits.Select(exit => exit.Exit));
        Close([0, S / Sum, 3 * S / Sum], exits.Select(exit => exit.Weight));
        Assert.Equal((3 + (3 * S)) / Sum, full, 1e-12);
    }

    // A loop of two layers behind a first one ends after layer 2, counted from 0: e = s·(1 + 2); the second after layer 4: s·10; L = 8.
    [Fact]
    public void Draw_GrowingWithLoops_CountsLayersSoThatNoLoopIsLeftOut()
    {
        const double Sum = 3 + 10 + 7 + 21;

        var (exits, full) = Draw(TinyTraining.Recursive, new ExitLossConfiguration { Schedule = ExitLossSchedule.All, Weighting = ExitLossWeighting.Growing, Coefficient = 1 });

        Close([3 / Sum, 10 / Sum], exits.Select(exit => exit.Weight));
        Assert.Equal(28 / Sum, full, 1e-12);
    }

    // CALM: Σ i·CE / Σ i over 4 layers; FREE: the same over the exit and the last layer.
    [Fact]
    public void Draw_Proportional_IsCalmsAndFreesWeighting()
    {
        var calm = Draw(TinyTraining.Vanilla, new ExitLossConfiguration { Schedule = ExitLossSchedule.All, Weighting = ExitLossWeighting.Proportional });
        var free = Draw(TinyTraining.Vanilla, new ExitLossConfiguration { Schedule = ExitLossSchedule.Listed, Exits = [2], Weighting = ExitLossWeighting.Proportional });

        Close([0.1, 0.2, 0.3], calm.Exits.Select(exit => exit.Weight));
        Assert.Equal(0.4, calm.FullWeight, 1e-12);
        Assert.Equal((1, 2.0 / 6), Assert.Single(free.Exits));
        Assert.Equal(4.0 / 6, free.FullWeight, 1e-12);
    }

    [Fact]
    public void Draw_Sampled_HasTheGradientOfAllOnAverage()
    {
        var configuration = new ExitLossConfiguration { Schedule = ExitLossSchedule.Sampled, Coefficient = 0.3 };
        var drawn = Enumerable.Range(0, 3000).Select(seed => Assert.Single(Draw(TinyTraining.Vanilla, configuration, seed: seed).Exits)).ToArray();

        Assert.All(drawn, exit => Assert.Equal(0.9, exit.Weight, 1e-12));
        Assert.All(Enumerable.Range(0, 3), exit => Assert.InRange(drawn.Count(one => one.Exit == exit), 850, 1150)); // 6 deviations
    }

    [Fact]
    public void Draw_Rotational_MovesTheSetByOneEachStep()
    {
        var configuration = new ExitLossConfiguration { Schedule = ExitLossSchedule.Rotational, Rotation = 2 };

        Assert.Equal([0, 2], Exits(configuration, step: 0));
        Assert.Equal([1], Exits(configuration, step: 1));
        Assert.Equal([0, 2], Exits(configuration, step: 2));
    }

    // T = 80 and L = 4: one more exit each 80 / 8 = 10 steps, from the deepest on.
    [Fact]
    public void Draw_Gradual_TurnsExitsOnFromTheDeepest()
    {
        var configuration = new ExitLossConfiguration { Schedule = ExitLossSchedule.Gradual };

        Assert.Empty(Exits(configuration, step: 9));
        Assert.Equal([2], Exits(configuration, step: 10));
        Assert.Equal([1, 2], Exits(configuration, step: 20));
        Assert.Equal([0, 1, 2], Exits(configuration, step: 30));
        Assert.Equal([0, 1, 2], Exits(configuration, step: 79));
    }

    private static IEnumerable<int> Exits(ExitLossConfiguration configuration, long step)
        => Draw(TinyTraining.Vanilla, configuration, step).Exits.Select(exit => exit.Exit);

    private static (IReadOnlyList<(int Exit, double Weight)> Exits, double FullWeight) Draw(
        ArchitectureConfiguration architecture, ExitLossConfiguration configuration, long step = 0, int seed = 1)
        => new ExitSampler(TinyTraining.Of(architecture, steps: 80) with { ExitLoss = configuration }, new DepthSegments(architecture)).Draw(step, new NormalRandom((ulong)seed));

    private static void Close(double[] expected, IEnumerable<double> actual) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
}
