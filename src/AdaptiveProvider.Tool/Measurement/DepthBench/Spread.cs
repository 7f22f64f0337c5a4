namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>The median of several measurements, and their ends.</summary>
/// <param name="Median">The median.</param>
/// <param name="Low">The least.</param>
/// <param name="High">The most.</param>
internal readonly record struct Spread(double Median, double Low, double High)
{
    /// <summary>Of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
