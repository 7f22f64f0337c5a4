using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Losses;

/// <summary>Chooses which exits a batch supervises and how much each counts.</summary>
internal static class ExitSampler
{
    /// <summary>Segments after which a token may leave before full depth: after each loop but the last, or without loops after each layer but the last.</summary>
    public static int[] Exits(DepthSegments segments)
    {
        int[] loops = [.. Indices(segments, segment => segment.Loop is not null)];
        return loops.Length > 0 ? loops[..^1] : [.. Indices(segments, _ => true).SkipLast(1)];
    }

    /// <summary>The exits of a batch with the factors of their losses, and the factor of the full-depth loss.</summary>
    /// <param name="configuration">Which and how much.</param>
    /// <param name="exits">All exits, ascending.</param>
    /// <param name="step">The step, from 0: what the rotation follows.</param>
    /// <param name="random">Draws for this batch alone.</param>
    public static (IReadOnlyList<(int Exit, double Weight)> Exits, double FullWeight) Draw(
        ExitLossConfiguration configuration, int[] exits, long step, NormalRandom random)
    {
        int[] chosen = configuration.Schedule switch
        {
            _ when exits.Length == 0 => [],
            ExitLossSchedule.None => [],
            ExitLossSchedule.All => exits,
            ExitLossSchedule.Sampled => [exits[(int)(random.NextUniform() * exits.Length)]],
            _ => [.. exits.Where((_, index) => index % configuration.Rotation == step % configuration.Rotation)],
        };
        return configuration.Weighting == ExitLossWeighting.Constant
            ? ([.. chosen.Select(exit => (exit, configuration.Coefficient))], 1)
            : Growing(configuration.Coefficient, exits, chosen);
    }

    /// <summary>LayerSkip §4.1.2: e(l) = e_scale · Σ i≤l for exits, and (L−1) + e_scale · Σ i≤L−2 for the last; normalised over those that are on.</summary>
    private static (IReadOnlyList<(int Exit, double Weight)> Exits, double FullWeight) Growing(double scale, int[] exits, int[] chosen)
    {
        double Triangle(int number) => scale * number * (number + 1) / 2;
        double[] raw = [.. chosen.Select(exit => Triangle(Array.IndexOf(exits, exit)))];
        double last = exits.Length + Triangle(exits.Length - 1), sum = raw.Sum() + last;
        return sum == 0 ? ([], 1) : ([.. chosen.Zip(raw, (exit, weight) => (exit, weight / sum))], last / sum);
    }

    private static IEnumerable<int> Indices(DepthSegments segments, Func<DepthSegment, bool> holds)
        => Enumerable.Range(0, segments.All.Length).Where(index => holds(segments.All[index]));
}
