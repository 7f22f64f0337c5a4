using System.Diagnostics;
using System.Globalization;
using AdaptiveProvider.Training.Reporting;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Follows a run and says now and then where it is.</summary>
/// <param name="name">The run's name.</param>
/// <param name="report">Told about every half minute.</param>
internal sealed class RunWatch(string name, Action<string> report)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly Stopwatch _clock = new();

    /// <summary>Takes a step.</summary>
    public void Add(TrainingProgress progress)
    {
        if (!_clock.IsRunning || _clock.Elapsed > Interval)
        {
            report(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: step {progress.Step}/{progress.Steps}, loss {progress.Loss:F4}, {progress.TokensPerSecond:F0} tokens/s, {progress.TimeLeft:hh\\:mm\\:ss} left"));
            _clock.Restart();
        }
    }
}
