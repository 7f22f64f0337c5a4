namespace AdaptiveProvider.Server.Metrics;

/// <summary>The measurements of one instrument under one set of labels. Thread-safe.</summary>
internal sealed class MetricSeries(double[] bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Length];
    private long _count;
    private double _sum;

    /// <summary>Adds a measurement to the sum, and to its bucket where there are buckets.</summary>
    public void Add(double value)
    {
        lock (_lock)
        {
            _count++;
            _sum += value;
            int bucket = Array.FindIndex(bounds, bound => value <= bound);
            if (bucket >= 0)
            {
                _counts[bucket]++;
            }
        }
    }

    /// <summary>Replaces the sum.</summary>
    public void Set(double value)
    {
        lock (_lock)
        {
            _sum = value;
        }
    }

    /// <summary>A consistent copy: how many measurements, their sum, and how many were at most each bound.</summary>
    public (long Count, double Sum, long[] Cumulative) Read()
    {
        lock (_lock)
        {
            long[] cumulative = [.. _counts];
            for (int i = 1; i < cumulative.Length; i++)
            {
                cumulative[i] += cumulative[i - 1];
            }

            return (_count, _sum, cumulative);
        }
    }
}
