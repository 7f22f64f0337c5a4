using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Chooses which exits a batch supervises and how much each counts.</summary>
/// <param name="configuration">The run.</param>
/// <param name="segments">The depth of the model.</param>
internal sealed class ExitSampler(TrainingConfiguration configuration, DepthSegments segments)
{
    /// <summary>The exits of a batch, as indices of segments, with the factors of their losses, and the factor of the full-depth loss.</summary>
    /// <param name="step">The step, from 0: what schedules follow.</param>
    /// <param name="random">Draws for this batch alone.</param>
    public (IReadOnlyList<(int Exit, double Weight)> Exits, double FullWeight) Draw(long step, NormalRandom random)
    {
        var losses = configuration.ExitLoss;
        int[] chosen = Choose(step, random);
        double often = losses.Schedule == ExitLossSchedule.Sampled ? segments.Exits.Length : 1;
        return losses.Weighting switch
        {
            _ when chosen.Length == 0 => ([], 1),
            ExitLossWeighting.Constant => ([.. chosen.Select(exit => (exit, losses.Coefficient * often))], 1),
            ExitLossWeighting.Growing => Normalized(chosen, exit => Growing(losses.Coefficient, segments.All[exit].End - 1) * often, Last(losses.Coefficient)),
            _ => Normalized(chosen, exit => segments.All[exit].End * often, segments.LayerDepth),
        };
    }

    private int[] Choose(long step, NormalRandom random)
    {
        var (losses, exits) = (configuration.ExitLoss, segments.Exits);
        return losses.Schedule switch
        {
            ExitLossSchedule.None => [],
            ExitLossSchedule.All => [.. exits],
            ExitLossSchedule.Sampled => [exits[(int)(random.NextUniform() * exits.Length)]],
            ExitLossSchedule.Rotational => [.. exits.Where((_, index) => index % losses.Rotation == step % losses.Rotation)],
            ExitLossSchedule.Gradual => [.. exits.TakeLast((int)Math.Min(exits.Length, step * 2 * (exits.Length + 1) / configuration.Steps))],
            _ => [.. losses.Exits.Select(number => exits[number - 1]).Order()],
        };
    }

    // LayerSkip §4.1.2: e(l) = e_scale · Σ i≤l for exits after layer l, from 0, and (L − 1) + e_scale · Σ i≤L−2 for the last.
    private static double Growing(double scale, long layer) => scale * layer * (layer + 1) / 2;

    private double Last(double scale) => segments.LayerDepth - 1 + Growing(scale, segments.LayerDepth - 2);

    private static (IReadOnlyList<(int Exit, double Weight)> Exits, double FullWeight) Normalized(int[] chosen, Func<int, double> weight, double last)
    {
        double sum = chosen.Sum(weight) + last;
        return sum == 0 ? ([], 1) : ([.. chosen.Select(exit => (exit, weight(exit) / sum))], last / sum);
    }
}
