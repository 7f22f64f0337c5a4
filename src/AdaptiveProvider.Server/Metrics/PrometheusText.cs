using System.Globalization;
using System.Text;

namespace AdaptiveProvider.Server.Metrics;

/// <summary>Writes metrics in Prometheus's text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>An instrument's name by Prometheus's customs: underscores, then the unit, then <c>_total</c> for counters.</summary>
    public static string NameOf(string instrument, string? unit, InstrumentKind kind)
    {
        string name = Sanitised(instrument) + unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return kind == InstrumentKind.Counter ? name + "_total" : name;
    }

    /// <summary>A name of letters, digits and underscores.</summary>
    public static string Sanitised(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));

    /// <summary>A label's value.</summary>
    public static string Escaped(string value) => value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n");

    /// <summary>Writes a metric with all its series.</summary>
    public static void Write(StringBuilder text, Metric metric)
    {
        WriteHead(text, metric.Name, metric.Help, metric.Kind);
        foreach (var (labels, series) in metric.Series)
        {
            var (count, sum, cumulative) = series.Read();
            if (metric.Kind != InstrumentKind.Histogram)
            {
                WriteSample(text, metric.Name, labels, sum);
                continue;
            }

            string separator = labels.Length > 0 ? "," : "";
            for (int i = 0; i < cumulative.Length; i++)
            {
                WriteSample(text, metric.Name + "_bucket", $"{labels}{separator}le=\"{Number(metric.Bounds[i])}\"", cumulative[i]);
            }

            WriteSample(text, metric.Name + "_bucket", $"{labels}{separator}le=\"+Inf\"", count);
            WriteSample(text, metric.Name + "_sum", labels, sum);
            WriteSample(text, metric.Name + "_count", labels, count);
        }
    }

    /// <summary>Writes a metric that is one number.</summary>
    public static void Write(StringBuilder text, string name, string help, InstrumentKind kind, double value)
    {
        WriteHead(text, name, help, kind);
        WriteSample(text, name, "", value);
    }

    private static void WriteHead(StringBuilder text, string name, string help, InstrumentKind kind)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\").Replace("\n", @"\n")).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind switch
        {
            InstrumentKind.Counter => "counter",
            InstrumentKind.Histogram => "histogram",
            _ => "gauge",
        }).Append('\n');
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value)
        => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
