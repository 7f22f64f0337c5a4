using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>Runs the same work in Hugging Face transformers, by the Python script beside this program.</summary>
internal static class TransformersRun
{
    private static readonly string[] Modes = ["eager", "compiled"];

    public static List<GpuRow> Run(GpuBenchmarkOptions options, ModelSpec spec, double bandwidth)
    {
        var rows = new List<GpuRow>();
        if (options.Python == "none")
        {
            return rows;
        }

        foreach (string mode in Modes)
        {
            foreach (int batch in options.Batches)
            {
                var row = RunOne(options, spec, mode, batch, bandwidth);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Program} {spec.Architecture} batch {batch}: {row.DecodeTokensPerSecond:F1} tok/s decode {row.Failure}"));
                rows.Add(row);
            }
        }

        return rows;
    }

    private static GpuRow RunOne(GpuBenchmarkOptions options, ModelSpec spec, string mode, int batch, double bandwidth)
    {
        var row = new GpuRow(spec.Architecture, $"transformers, {mode}", batch);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(options.Python, Arguments(options, spec, mode, batch)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            string? last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(line => line.StartsWith('{'));
            if (last is null)
            {
                return row with { Failure = error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? $"Python ended with {process.ExitCode}" };
            }

            using var json = JsonDocument.Parse(last);
            double step = json.RootElement.GetProperty("step_seconds").GetDouble();
            return row with
            {
                PromptTokensPerSecond = batch * options.Prompt / json.RootElement.GetProperty("prompt_seconds").GetDouble(),
                DecodeTokensPerSecond = batch / step,
                BandwidthFraction = GpuRow.StepBytes(spec, batch, options.Prompt + (options.Generate / 2.0)) / step / bandwidth,
            };
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or JsonException)
        {
            return row with { Failure = failure.Message };
        }
    }

    private static IEnumerable<string> Arguments(GpuBenchmarkOptions options, ModelSpec spec, string mode, int batch)
    {
        int[] numbers = [spec.HiddenSize, spec.IntermediateSize, spec.Layout.LayerDepth, spec.HeadCount, spec.KvHeadCount, spec.HeadDim, spec.VocabularySize, batch, options.Prompt, options.Generate];
        return
        [
            Path.Combine(AppContext.BaseDirectory, "Gpu", "transformers_speed.py"), options.Device, mode, spec.TiedHead ? "tied" : "untied",
            .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ];
    }
}
