using System.Globalization;
using AdaptiveProvider.Training.Reporting;

namespace AdaptiveProvider.Tool.Training;

/// <summary>A step in words.</summary>
internal static class ProgressText
{
    /// <summary>One line: step, loss, exit loss and loops where there are any, speed, time left.</summary>
    public static string Of(in TrainingProgress step)
    {
        string exit = double.IsFinite(step.ExitLoss) ? Text($", exit loss {step.ExitLoss:F4}") : "";
        string teacher = double.IsFinite(step.TeacherLoss) ? Text($", from the teacher {step.TeacherLoss:F4}") : "";
        string loops = double.IsFinite(step.MeanLoops) ? Text($", {step.MeanLoops:F2} loops") : "";
        return Text($"step {step.Step}/{step.Steps}, {step.Tokens / 1e6:F2} M tokens, loss {step.Loss:F4}{teacher}{exit}{loops}, {step.TokensPerSecond:F0} tokens/s, {Left(step.TimeLeft)} left");
    }

    private static string Left(TimeSpan time) => time.TotalHours >= 1 ? Text($"{(int)time.TotalHours} h {time.Minutes:00} min") : Text($"{time.Minutes} min {time.Seconds:00} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
