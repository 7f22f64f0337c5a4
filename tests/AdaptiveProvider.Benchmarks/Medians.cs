using System.Diagnostics;

namespace AdaptiveProvider.Benchmarks;

/// <summary>Times an action.</summary>
internal static class Medians
{
    /// <summary>Seconds of the median run, after runs to warm up, within a time budget.</summary>
    public static double Seconds(Action action, double budgetSeconds)
    {
        action();
        action();
        var seconds = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        while (seconds.Count < 5 || (Stopwatch.GetElapsedTime(begin).TotalSeconds < budgetSeconds && seconds.Count < 500))
        {
            long start = Stopwatch.GetTimestamp();
            action();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
