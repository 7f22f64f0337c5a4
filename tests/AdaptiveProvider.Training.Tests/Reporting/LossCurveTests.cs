using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Reporting;

namespace AdaptiveProvider.Training.Tests.Reporting;

public sealed class LossCurveTests
{
    [Fact]
    public void Constructor_StepsAfterTheCheckpoint_AreForgotten()
    {
        using var folder = new TemporaryFolder();
        var curve = new LossCurve(folder.Path, 0);
        for (int step = 1; step <= 5; step++)
        {
            curve.Add(Progress(step, 6 - step));
        }

        curve = new LossCurve(folder.Path, fromStep: 3);
        curve.Add(Progress(4, 1.5));
        curve.Draw();

        string[][] lines = [.. File.ReadLines(folder["loss.csv"]).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(["1 5.00000", "2 4.00000", "3 3.00000", "4 1.50000"], lines.Select(cells => $"{cells[0]} {cells[2]}"));
        Assert.StartsWith("<svg", File.ReadAllText(folder["loss.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_HalfALineOrOtherText_IsLeftOut()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["loss.csv"], "header\n1,10,5.0,NaN,0,NaN,0.1,1,100\nnonsense\n2,20,4.0,NaN,0,Na");

        new LossCurve(folder.Path, fromStep: 10).Add(Progress(3, 3));

        Assert.Equal(3, File.ReadLines(folder["loss.csv"]).Count());
    }

    [Fact]
    public void Draw_NoOrNoNumbers_IsAnEmptyPicture()
    {
        Assert.EndsWith("</svg>\n", LossPicture.Draw([]), StringComparison.Ordinal);
        Assert.DoesNotContain("polyline", LossPicture.Draw([(1, double.NaN)]), StringComparison.Ordinal);
        Assert.Contains("polyline", LossPicture.Draw([(1, 2.5)]), StringComparison.Ordinal);
    }

    private static TrainingProgress Progress(long step, double loss)
        => new(step, 5, step * 10, loss, double.NaN, 0, double.NaN, 0.1, 1, 100, TimeSpan.Zero);
}
