using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Chooses each batch's routing: fixed capacities with their warm-up, or drawn ones.</summary>
internal static class RoutingSampler
{
    private const double Parts = 16;

    /// <summary>The routing of a batch.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="random">Draws for this batch alone.</param>
    public static Routing Draw(TrainingConfiguration configuration, long step, NormalRandom random)
    {
        if (configuration.Architecture.Router is not { Kind: RouterKind.ExpertChoice } router)
        {
            return new Routing.Full();
        }

        return router.IsElastic ? DrawElastic(configuration, router.Capacities.Count, random) : new Routing.Capacity(WarmedUp(configuration, router, step));
    }

    // Independent draws, sorted: any loop may be the one where many stop, and the threshold 1 − c selects about the fraction c.
    // In sixteenths, since libtorch's processor library compiles and keeps kernels for every number of rows that it meets.
    private static Routing DrawElastic(TrainingConfiguration configuration, int loops, NormalRandom random)
    {
        if (random.NextUniform() < configuration.Elastic.FullShare)
        {
            return new Routing.Full();
        }

        double smallest = configuration.Elastic.CapacityMin;
        var drawn = Enumerable.Range(1, loops - 1).Select(_ => Math.Ceiling((smallest + ((1 - smallest) * random.NextUniform())) * Parts) / Parts).OrderDescending();
        return new Routing.Capacity([1, .. drawn]);
    }

    private static double[] WarmedUp(TrainingConfiguration configuration, RouterConfiguration router, long step)
    {
        double done = configuration.CapacityWarmUpSteps == 0 ? 1 : Math.Min(1, (double)step / configuration.CapacityWarmUpSteps);
        double open = (1 + Math.Cos(Math.PI * done)) / 2; // 1 at the start, 0 when warmed up
        return [.. router.Capacities.Select(capacity => capacity + ((1 - capacity) * open))];
    }
}
