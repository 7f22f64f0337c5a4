using System.Globalization;
using AdaptiveProvider.Tool.Options;
using AdaptiveProvider.Tool.Output;
using AdaptiveProvider.Tool.Terminal;
using Spectre.Console;

namespace AdaptiveProvider.Tool.Measurement;

/// <summary>The results of one <c>bench</c>, as a table or as JSON.</summary>
internal sealed record BenchReport(string Subject, string Device, int Threads, double Bandwidth, BenchLoad Load, List<BenchRow> Rows)
{
    public void WriteJson(TerminalStreams terminal) => JsonOutput.WriteObject(terminal, json =>
    {
        json.WriteString("model", Subject);
        json.WriteString("kernels", Device);
        json.WriteNumber("threads", Threads);
        json.WriteNumber("bandwidth_bytes_per_second", Math.Round(Bandwidth));
        json.WriteNumber("prompt_tokens", Load.PromptTokens);
        json.WriteNumber("generated_tokens", Load.GeneratedTokens);
        json.WriteNumber("repetitions", Load.Repetitions);
        json.WriteStartArray("rows");
        foreach (var row in Rows)
        {
            json.WriteStartObject();
            json.WriteString("dtype", PrecisionNames.Of(row.Precision));
            json.WriteNumber("batch", row.Batch);
            json.WriteNumber("prompt_tokens_per_second", row.PromptTokensPerSecond);
            json.WriteNumber("decode_tokens_per_second", row.DecodeTokensPerSecond);
            json.WriteNumber("step_ms", row.StepMilliseconds);
            json.WriteNumber("overhead_fraction", row.OverheadFraction);
            json.WriteNumber("mean_depth", row.MeanDepth);
            if (row.BytesPerSecond is { } bytes)
            {
                json.WriteNumber("bytes_per_second", Math.Round(bytes));
                json.WriteNumber("bandwidth_fraction", bytes / Bandwidth);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public void WriteTable(TerminalStreams terminal)
    {
        var table = new Table().AddColumns("dtype", "batch", "prompt tok/s", "decode tok/s", "step ms", "engine", "depth", "GB/s", "of memory limit");
        foreach (var row in Rows)
        {
            table.AddRow(
                PrecisionNames.Of(row.Precision),
                Text($"{row.Batch}"),
                Text($"{row.PromptTokensPerSecond:F1}"),
                Text($"{row.DecodeTokensPerSecond:F1}"),
                Text($"{row.StepMilliseconds:F2}"),
                Text($"{row.OverheadFraction:P1}"),
                Text($"{row.MeanDepth:F2}"),
                row.BytesPerSecond is { } bytes ? Text($"{bytes / 1e9:F1}") : "–",
                row.BytesPerSecond is { } read ? Text($"{read / Bandwidth:P0}") : "–");
        }

        var console = terminal.OutputConsole();
        console.WriteLine(Text($"{Subject}: {Load.PromptTokens} prompt tokens, {Load.GeneratedTokens} generated, median of {Load.Repetitions}; {Device}, {Threads} threads, memory {Bandwidth / 1e9:F1} GB/s"));
        console.Write(table);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
