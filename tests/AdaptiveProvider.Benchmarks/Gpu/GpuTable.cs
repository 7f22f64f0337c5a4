using System.Globalization;
using System.Text;
using AdaptiveProvider.Torch;

namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>The results as Markdown.</summary>
internal static class GpuTable
{
    public static string Write(GpuBenchmarkOptions options, TorchRuntimeReport report, string parity, double bandwidth, List<GpuRow> rows)
    {
        var text = new StringBuilder();
        Line($"bfloat16, random weights, {options.Prompt} prompt and {options.Generate} generated tokens per sequence, device {options.Device}, libtorch {report.Version}, copy bandwidth {bandwidth / 1e9:F0} GB/s (read and write).");
        Line($"Parity: {parity}");
        Line($"");
        Line($"| shape | program | sequences | prompt tok/s | decode tok/s | of copy bandwidth |");
        Line($"|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            Line(row.Failure is { } failure
                ? (FormattableString)$"| {row.Shape} | {row.Program} | {row.Batch} | not measured: {failure.ReplaceLineEndings(" ").Replace('|', '/')} | | |"
                : $"| {row.Shape} | {row.Program} | {row.Batch} | {row.PromptTokensPerSecond:F0} | {row.DecodeTokensPerSecond:F1} | {row.BandwidthFraction:P0} |");
        }

        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
