namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>Finds thresholds that give mean depths spread evenly, by trying a coarse grid of thresholds and then a fine one where depth changes.</summary>
/// <remarks>Thresholds are spread by their log-odds, so that scores near 0 and near 1 are told apart as well as those between.</remarks>
internal static class DepthCurve
{
    private const double LogOddsMax = 8;
    private const int CoarseSteps = 16, FineSteps = 24;

    /// <summary>Thresholds from strict to lax, the strictest and the laxest included; all differ.</summary>
    /// <param name="method">The method.</param>
    /// <param name="points">Thresholds between the ends.</param>
    /// <param name="meanDepth">Measures the mean depth at a threshold, as a share of full depth.</param>
    public static async Task<IReadOnlyList<double>> FindThresholdsAsync(CalibratedMethod method, int points, Func<double, Task<double>> meanDepth)
    {
        // Positions from strict to lax.
        double direction = method.RisesToLax ? 1 : -1;
        double least = await meanDepth(method.Laxest).ConfigureAwait(false);
        var curve = new SortedDictionary<double, double>();
        await MeasureAsync(-LogOddsMax, LogOddsMax, CoarseSteps).ConfigureAwait(false);
        const double Change = 0.01;
        double begin = curve.Where(point => point.Value >= 1 - Change).Select(point => point.Key).DefaultIfEmpty(-LogOddsMax).Max();
        double end = curve.Where(point => point.Key > begin && point.Value <= least + Change).Select(point => point.Key).DefaultIfEmpty(LogOddsMax).Min();
        if (least >= 1 || end <= begin)
        {
            return [method.Strictest, method.Laxest];
        }

        await MeasureAsync(begin, end, FineSteps).ConfigureAwait(false);
        var found = Enumerable.Range(1, points).Select(point => Interpolate(curve, 1 - ((1 - least) * point / (points + 1)))).OfType<double>().Select(Threshold);
        var thresholds = new List<double> { method.Strictest };
        foreach (double threshold in found.Select(threshold => Math.Round(threshold, 5)).Append(method.Laxest))
        {
            if (direction * (threshold - thresholds[^1]) > 0)
            {
                thresholds.Add(threshold);
            }
        }

        return thresholds;

        double Threshold(double position) => 1 / (1 + Math.Exp(-direction * position));

        async Task MeasureAsync(double first, double last, int steps)
        {
            for (int step = 0; step <= steps; step++)
            {
                double position = first + ((last - first) * step / steps);
                curve[position] = await meanDepth(Threshold(position)).ConfigureAwait(false);
            }
        }
    }

    // The first place from strict to lax where the depth falls to a value; null where it never does.
    private static double? Interpolate(SortedDictionary<double, double> curve, double depth)
    {
        (double Position, double Depth)? before = null;
        foreach (var (position, value) in curve)
        {
            if (value <= depth)
            {
                return before is { } above ? above.Position + ((position - above.Position) * (above.Depth - depth) / (above.Depth - value)) : position;
            }

            before = (position, value);
        }

        return null;
    }
}
