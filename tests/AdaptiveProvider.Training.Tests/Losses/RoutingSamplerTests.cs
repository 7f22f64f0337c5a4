using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Losses;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Tests.Losses;

public sealed class RoutingSamplerTests
{
    [Fact]
    public void Draw_NoRouterOrTokenChoice_IsFull()
    {
        Assert.IsType<Routing.Full>(Draw(TinyTraining.Of(TinyTraining.Recursive)));
        Assert.IsType<Routing.Full>(Draw(TinyTraining.Of(TinyTraining.Recursive with { Router = TinyTraining.Token })));
    }

    [Fact]
    public void Draw_WarmUp_ShrinksCapacitiesAlongACosine()
    {
        var configuration = TinyTraining.Of(TinyTraining.Recursive with { Router = TinyTraining.Expert }) with { CapacityWarmUpSteps = 100 };

        Assert.Equal([1, 1, 1], Capacities(configuration, step: 0));
        Assert.All(Capacities(configuration, step: 50).Zip([1, 0.835, 0.67]), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.Equal([1, 0.67, 0.34], Capacities(configuration, step: 100));
        Assert.Equal([1, 0.67, 0.34], Capacities(configuration, step: 5000));
    }

    [Fact]
    public void Draw_Elastic_SometimesFullElseFallingCapacitiesAboveTheSmallest()
    {
        var configuration = TinyTraining.Of(TinyTraining.Recursive with { Router = TinyTraining.Elastic }) with
        {
            Elastic = new ElasticConfiguration { FullShare = 0.6, CapacityMin = 0.2 },
        };

        Routing[] drawn = [.. Enumerable.Range(0, 2000).Select(seed => Draw(configuration, seed))];

        Assert.InRange(drawn.Count(routing => routing is Routing.Full), 1070, 1330); // 1,200 and 6 deviations
        Assert.All(drawn.OfType<Routing.Capacity>(), routing =>
        {
            Assert.Equal(1, routing.Capacities[0]);
            Assert.True(routing.Capacities[1] >= routing.Capacities[2] && routing.Capacities[2] >= 0.2 && routing.Capacities[1] <= 1);
            Assert.All(routing.Capacities, capacity => Assert.Equal(0, capacity * 16 % 1));
        });
    }

    private static Routing Draw(TrainingConfiguration configuration, int seed = 1) => RoutingSampler.Draw(configuration, step: 0, new NormalRandom((ulong)seed * 977));

    private static IReadOnlyList<double> Capacities(TrainingConfiguration configuration, long step)
        => Assert.IsType<Routing.Capacity>(RoutingSampler.Draw(configuration, step, new NormalRandom(1))).Capacities;
}
