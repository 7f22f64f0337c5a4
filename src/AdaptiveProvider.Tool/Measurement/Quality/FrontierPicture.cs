using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>Quality against depth and against speed as SVG: a line per method, a ring around what nothing else beats.</summary>
internal static class FrontierPicture
{
    private const int Width = 900, Height = 420, Left = 60, Gap = 70, Right = 20, Top = 20, Bottom = 80, Ticks = 5;
    private static readonly string[] Colours = ["#036", "#c33", "#393", "#c80", "#838", "#088"];

    /// <summary>Draws the points.</summary>
    public static string Draw(IReadOnlyList<QualityPoint> points)
    {
        var picture = new StringBuilder();
        picture.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        picture.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n");
        const int PanelWidth = (Width - Left - Gap - Right) / 2;
        DrawPanel(picture, points, Left, PanelWidth, "mean depth (bits per byte; lower is better)", point => point.MeanDepth, point => point.IsOnDepthFrontier);
        DrawPanel(picture, points, Left + PanelWidth + Gap, PanelWidth, "speed over full depth's", point => point.SpeedRatio.Median, point => point.IsOnSpeedFrontier);
        string[] methods = Methods(points);
        for (int method = 0; method < methods.Length; method++)
        {
            int x = Left + (method * 120), y = Height - 12;
            picture.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"{y - 4}\" r=\"4\" fill=\"{Colour(method)}\"/>\n<text x=\"{x + 8}\" y=\"{y}\">{methods[method]}</text>\n");
        }

        return picture.Append("</svg>\n").ToString();
    }

    private static void DrawPanel(
        StringBuilder picture, IReadOnlyList<QualityPoint> points, int left, int width, string title, Func<QualityPoint, double> cost, Func<QualityPoint, bool> isFrontier)
    {
        var (fromX, toX) = Range(points.Select(cost));
        var (fromY, toY) = Range(points.Select(point => point.BitsPerByte));
        double X(double value) => left + ((value - fromX) / (toX - fromX) * width);
        double Y(double value) => Top + ((toY - value) / (toY - fromY) * (Height - Top - Bottom));
        for (int tick = 0; tick <= Ticks; tick++)
        {
            double y = fromY + ((toY - fromY) * tick / Ticks), x = fromX + ((toX - fromX) * tick / Ticks);
            picture.Append(CultureInfo.InvariantCulture, $"<line x1=\"{left}\" x2=\"{left + width}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\" stroke=\"#ddd\"/>\n");
            picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 6}\" y=\"{Y(y) + 4:F1}\" text-anchor=\"end\">{y:F3}</text>\n");
            picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(x):F1}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{x:F2}</text>\n");
        }

        string[] methods = Methods(points);
        for (int method = 0; method < methods.Length; method++)
        {
            QualityPoint[] own = [.. points.Where(point => point.Case.Method == methods[method]).OrderBy(cost)];
            string path = string.Join(' ', own.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(cost(point)):F1},{Y(point.BitsPerByte):F1}")));
            picture.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{Colour(method)}\" stroke-width=\"1\" points=\"{path}\"/>\n");
            foreach (var point in own)
            {
                string ring = isFrontier(point) ? " stroke=\"black\" stroke-width=\"2\"" : "";
                picture.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(cost(point)):F1}\" cy=\"{Y(point.BitsPerByte):F1}\" r=\"4\" fill=\"{Colour(method)}\"{ring}/>\n");
            }
        }

        picture.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + (width / 2)}\" y=\"{Height - Bottom + 36}\" text-anchor=\"middle\">{title}</text>\n");
    }

    private static string[] Methods(IReadOnlyList<QualityPoint> points) => [.. points.Select(point => point.Case.Method).Distinct()];

    private static string Colour(int method) => Colours[method % Colours.Length];

    // A little wider than the values, and never empty.
    private static (double From, double To) Range(IEnumerable<double> values)
    {
        double low = values.Min(), high = values.Max(), margin = high > low ? (high - low) / 20 : Math.Max(Math.Abs(low), 1) / 20;
        return (low - margin, high + margin);
    }
}
