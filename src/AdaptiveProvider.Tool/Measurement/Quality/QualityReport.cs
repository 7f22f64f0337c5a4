using System.Globalization;
using System.Text;
using System.Text.Json;
using AdaptiveProvider.Tool.Terminal;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>Quality against depth and speed as a table, CSV, JSON and a picture.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Data">What was read, in words.</param>
/// <param name="Machine">Processor, device, threads, precision, and how speed was measured.</param>
/// <param name="Points">A point per case; the first is full depth.</param>
internal sealed record QualityReport(string Model, string Data, string Machine, IReadOnlyList<QualityPoint> Points)
{
    private static readonly JsonWriterOptions Format = new() { Indented = true };

    /// <summary>A line per case.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("method,budget,mean_depth,bits_per_byte,agreement,tokens_per_second,speed_ratio,speed_ratio_least,speed_ratio_most,processor_ratio,work,on_depth_frontier,on_speed_frontier\n");
        foreach (var point in Points)
        {
            string name = point.Case.Budget is null ? point.Case.ToString() : point.Case.Method;
            text.Append(CultureInfo.InvariantCulture, $"{name},{point.Case.Budget},{point.MeanDepth:F4},{point.BitsPerByte:F5},{point.Agreement:F5},")
                .Append(CultureInfo.InvariantCulture, $"{point.TokensPerSecond.Median:F1},{point.SpeedRatio.Median:F3},{point.SpeedRatio.Low:F3},{point.SpeedRatio.High:F3},{point.ProcessorRatio.Median:F3},{point.Work:F4},")
                .Append(point.IsOnDepthFrontier ? "1," : "0,").Append(point.IsOnSpeedFrontier ? "1\n" : "0\n");
        }

        return text.ToString();
    }

    /// <summary>The same as a JSON object.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("model", Model);
            json.WriteString("data", Data);
            json.WriteString("machine", Machine);
            json.WriteStartArray("points");
            foreach (var point in Points)
            {
                Write(json, point);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Writes frontier.csv, frontier.json and frontier.svg.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "frontier.csv"), ToCsv());
        File.WriteAllBytes(Path.Combine(folder, "frontier.json"), ToJson());
        File.WriteAllText(Path.Combine(folder, "frontier.svg"), FrontierPicture.Draw(Points));
    }

    /// <summary>Writes a table for people.</summary>
    public void WriteTable(TerminalStreams terminal)
    {
        var table = new Table().AddColumns("way", "mean depth", "work", "bits per byte", "agreement", "tok/s", "of full depth", "by processor time", "frontier");
        foreach (var point in Points)
        {
            string frontier = string.Join(", ", ((string[])[point.IsOnDepthFrontier ? "depth" : "", point.IsOnSpeedFrontier ? "speed" : ""]).Where(name => name.Length > 0));
            table.AddRow(
                point.Case.ToString(),
                Text($"{point.MeanDepth:F3}"),
                Text($"{point.Work:F3}"),
                Text($"{point.BitsPerByte:F4}"),
                Text($"{point.Agreement:P1}"),
                Text($"{point.TokensPerSecond.Median:F1}"),
                Text($"{point.SpeedRatio.Median:F2} ({point.SpeedRatio.Low:F2}-{point.SpeedRatio.High:F2})"),
                Text($"{point.ProcessorRatio.Median:F2}"),
                frontier);
        }

        var console = terminal.OutputConsole();
        console.WriteLine($"{Model}: {Data}");
        console.WriteLine(Machine);
        console.Write(table);
    }

    private static void Write(Utf8JsonWriter json, QualityPoint point)
    {
        json.WriteStartObject();
        json.WriteString("way", point.Case.ToString());
        json.WriteString("method", point.Case.Method);
        if (point.Case.Budget is { } budget)
        {
            json.WriteNumber("budget", budget);
        }
        else
        {
            json.WriteNull("budget");
        }

        json.WriteNumber("mean_depth", point.MeanDepth);
        json.WriteNumber("bits_per_byte", point.BitsPerByte);
        json.WriteNumber("agreement", point.Agreement);
        json.WriteNumber("tokens_per_second", point.TokensPerSecond.Median);
        json.WriteNumber("speed_ratio", point.SpeedRatio.Median);
        json.WriteNumber("speed_ratio_least", point.SpeedRatio.Low);
        json.WriteNumber("speed_ratio_most", point.SpeedRatio.High);
        json.WriteNumber("processor_ratio", point.ProcessorRatio.Median);
        json.WriteNumber("work", point.Work);
        json.WriteBoolean("on_depth_frontier", point.IsOnDepthFrontier);
        json.WriteBoolean("on_speed_frontier", point.IsOnSpeedFrontier);
        json.WriteEndObject();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
