using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Training.Reporting;

/// <summary>A loss curve as SVG: every step as a thin line, their running mean as a thick one.</summary>
internal static class LossPicture
{
    private const int Width = 800, Height = 400, Left = 60, Right = 20, Top = 20, Bottom = 40, PointsMax = 1000, Ticks = 5;

    /// <summary>Draws the curve.</summary>
    /// <param name="points">Step and loss, ascending by step.</param>
    public static string Draw(IReadOnlyList<(long Step, double Loss)> points)
    {
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        picture.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        (long Step, double Loss)[] finite = [.. points.Where(point => double.IsFinite(point.Loss))];
        if (finite.Length > 0)
        {
            DrawCurve(picture, finite);
        }

        return picture.Append("</svg>\n").ToString();
    }

    private static void DrawCurve(StringBuilder picture, (long Step, double Loss)[] points)
    {
        var shown = Thin(points);
        double low = shown.Min(point => point.Loss), high = shown.Max(point => point.Loss), last = points[^1].Step;
        double range = high > low ? high - low : 1;
        double X(double step) => Left + (step / Math.Max(1, last) * (Width - Left - Right));
        double Y(double loss) => Top + ((high - loss) / range * (Height - Top - Bottom));
        for (int tick = 0; tick <= Ticks; tick++)
        {
            double loss = low + (range * tick / Ticks), step = last * tick / Ticks;
            picture.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(loss):F1}\" y2=\"{Y(loss):F1}\" stroke=\"#ddd\"/>\n");
            picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(loss) + 4:F1}\" text-anchor=\"end\">{loss:F2}</text>\n");
            picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(step):F1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{step:F0}</text>\n");
        }

        Line(picture, shown, "#9bc", 1, X, Y);
        Line(picture, Smooth(shown), "#036", 2, X, Y);
        picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">step (loss in nats per token)</text>\n");
    }

    private static void Line(StringBuilder picture, IEnumerable<(double Step, double Loss)> points, string colour, int width, Func<double, double> x, Func<double, double> y)
    {
        string path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x(point.Step):F1},{y(point.Loss):F1}")));
        picture.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" points=\"{path}\"/>\n");
    }

    private static (double Step, double Loss)[] Thin((long Step, double Loss)[] points)
    {
        int size = (points.Length + PointsMax - 1) / PointsMax;
        return [.. points.Chunk(size).Select(chunk => (chunk.Average(point => (double)point.Step), chunk.Average(point => point.Loss)))];
    }

    private static IEnumerable<(double Step, double Loss)> Smooth((double Step, double Loss)[] points)
    {
        const double Keep = 0.95;
        double mean = points[0].Loss;
        foreach (var (step, loss) in points)
        {
            mean = (Keep * mean) + ((1 - Keep) * loss);
            yield return (step, mean);
        }
    }
}
