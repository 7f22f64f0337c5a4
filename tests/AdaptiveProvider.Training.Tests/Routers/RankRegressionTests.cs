using AdaptiveProvider.Torch.Native;
using AdaptiveProvider.Training.Routers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Tests.Routers;

public sealed class RankRegressionTests
{
    private const int Samples = 2000, Hidden = 8;

    public RankRegressionTests() => TorchRuntime.Load();

    [Fact]
    public void Fit_GainThatIsLinear_OrdersAndSpreadsTheSamples()
    {
        using var scope = NewDisposeScope();
        var states = States(1);
        var gains = mv(states, Direction(2));

        var router = RankRegression.Fit([(states, gains)])[0];

        var chances = mv(states.to(ScalarType.Float32), router.squeeze(0)).sigmoid();
        Assert.Equal([1, Hidden], router.shape);
        foreach (double share in (double[])[0.2, 0.5, 0.8])
        {
            // A threshold of 1 − c selects about the fraction c, and nearly only of those with the highest gains.
            var chosen = chances > 1 - share;
            double expected = gains.quantile(tensor(1 - share, ScalarType.Float64)).ToDouble();
            Assert.InRange(chosen.to(ScalarType.Float64).mean().ToDouble(), share - 0.05, share + 0.05);
            Assert.True(chosen.logical_and(gains > expected).sum().ToDouble() > 0.9 * chosen.sum().ToDouble());
        }
    }

    [Fact]
    public void Fit_SecondDecisionGainsLess_IsTakenLess()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (States(3), States(4));
        var direction = Direction(5);

        var routers = RankRegression.Fit([(first, mv(first, direction) + 3), (second, mv(second, direction) - 3)]);

        Assert.True(Share(first, routers[0]) > 0.8);
        Assert.True(Share(second, routers[1]) < 0.2);
    }

    [Fact]
    public void Fit_GainsAgainstTheStates_SelectsNoBetterThanChance()
    {
        using var scope = NewDisposeScope();
        var states = States(6);
        var gains = Tensors.Normal(7, Samples).to(ScalarType.Float64);

        var router = RankRegression.Fit([(states, gains)])[0];

        var chosen = mv(states.to(ScalarType.Float32), router.squeeze(0)).sigmoid() > 0.5;
        double hits = chosen.logical_and(gains > 0).sum().ToDouble() / Math.Max(1, chosen.sum().ToDouble());
        Assert.InRange(hits, 0.4, 0.62); // 8 free weights on 2,000 samples find a little that is not there
    }

    // The last column is constant, as residual streams nearly have one: routers have no bias.
    private static Tensor States(int seed)
    {
        var states = Tensors.Normal(seed, Samples, Hidden).to(ScalarType.Float64);
        states.select(1, Hidden - 1).fill_(5);
        return states;
    }

    private static Tensor Direction(int seed)
    {
        var direction = Tensors.Normal(seed, Hidden).to(ScalarType.Float64);
        direction[Hidden - 1] = tensor(0.0, ScalarType.Float64);
        return direction;
    }

    private static double Share(Tensor states, Tensor router) => (mv(states.to(ScalarType.Float32), router.squeeze(0)).sigmoid() > 0.5).to(ScalarType.Float64).mean().ToDouble();
}
