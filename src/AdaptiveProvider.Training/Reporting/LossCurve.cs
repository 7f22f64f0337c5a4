using System.Globalization;

namespace AdaptiveProvider.Training.Reporting;

/// <summary>The loss of every step as CSV, and as a picture.</summary>
public sealed class LossCurve
{
    private const string Header = "step,tokens,loss,exit_loss,router_loss,mean_loops,learning_rate,gradient_norm,tokens_per_second,teacher_loss";
    private readonly string _csv, _picture;
    private readonly List<(long Step, double Loss)> _points = [];

    /// <summary>Continues the curve in a folder, forgetting what it holds from a step on: a resumed run writes those steps again.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="fromStep">Steps done before.</param>
    public LossCurve(string folder, long fromStep)
    {
        (_csv, _picture) = (Path.Combine(folder, "loss.csv"), Path.Combine(folder, "loss.svg"));
        string[] kept = File.Exists(_csv) ? [.. File.ReadLines(_csv).Skip(1).Where(line => StepOf(line) is { } step && step <= fromStep)] : [];
        _points.AddRange(kept.Select(line => line.Split(',')).Select(cells => (long.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture))));
        File.WriteAllLines(_csv, [Header, .. kept]);
    }

    /// <summary>Adds a step.</summary>
    public void Add(in TrainingProgress step)
    {
        _points.Add((step.Step, step.Loss));
        File.AppendAllText(_csv, string.Create(
            CultureInfo.InvariantCulture,
            $"{step.Step},{step.Tokens},{step.Loss:F5},{step.ExitLoss:F5},{step.RouterLoss:F5},{step.MeanLoops:F4},{step.LearningRate:G6},{step.GradientNorm:F4},{step.TokensPerSecond:F0},{step.TeacherLoss:F5}\n"));
    }

    /// <summary>Draws the picture anew.</summary>
    public void Draw() => File.WriteAllText(_picture, LossPicture.Draw(_points));

    private static long? StepOf(string line)
        => line.Split(',') is { Length: >= 9 } cells && long.TryParse(cells[0], CultureInfo.InvariantCulture, out long step) && double.TryParse(cells[2], CultureInfo.InvariantCulture, out _) ? step : null;
}
