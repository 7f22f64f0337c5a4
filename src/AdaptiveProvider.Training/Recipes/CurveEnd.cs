using System.Globalization;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>How the last tenth of a run went.</summary>
/// <param name="Loss">Mean loss, in nats per token.</param>
/// <param name="Loops">Mean loops per token; null without routing.</param>
internal sealed record CurveEnd(double Loss, double? Loops)
{
    /// <summary>Reads the loss.csv of a finished run.</summary>
    /// <exception cref="TrainingException">The file is missing or not a curve.</exception>
    public static CurveEnd Read(string folder)
    {
        string file = Path.Combine(folder, "loss.csv");
        try
        {
            string[] lines = File.ReadAllLines(file);
            int loss = Column("loss"), loops = Column("mean_loops");
            double[][] late = [.. lines.Skip(1).TakeLast(Math.Max(1, (lines.Length - 1) / 10)).Select(line => Numbers(line.Split(','), loss, loops))];
            double meanLoops = late.Average(numbers => numbers[1]);
            return new CurveEnd(late.Average(numbers => numbers[0]), double.IsFinite(meanLoops) ? meanLoops : null);

            int Column(string name) => Array.IndexOf(lines[0].Split(','), name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or InvalidOperationException)
        {
            throw new TrainingException($"{file} cannot be read: {error.Message} Delete the run's folder to do it again.", error);
        }
    }

    private static double[] Numbers(string[] cells, params int[] columns) => [.. columns.Select(column => double.Parse(cells[column], CultureInfo.InvariantCulture))];
}
