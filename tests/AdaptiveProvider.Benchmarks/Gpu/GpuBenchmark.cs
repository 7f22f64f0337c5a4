using System.Globalization;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch;
using AdaptiveProvider.Torch.Native;

namespace AdaptiveProvider.Benchmarks.Gpu;

/// <summary>Everything that is to be known about a GPU in one command: parity, speed, and the same work in Hugging Face transformers.</summary>
internal static class GpuBenchmark
{
    public static int Run(GpuBenchmarkOptions options)
    {
        var report = TorchRuntime.Report();
        Console.WriteLine(report.IsLoaded ? $"libtorch {report.Version} in {report.Folder}; devices {string.Join(", ", report.Devices)}" : $"{report.Problem} {report.Remedy}");
        foreach (string note in report.Warnings)
        {
            Console.WriteLine($"note: {note}");
        }

        if (!report.IsLoaded)
        {
            return 1;
        }

        string parity = "not run";
        bool passed = true;
        if (options.RunsParity)
        {
            (passed, parity) = ParityRun.Run(options.Device);
            Console.WriteLine(parity);
        }

        double bandwidth = TorchMachine.MeasureCopyBandwidth(options.Device);
        var rows = Measure(options, bandwidth);
        string table = GpuTable.Write(options, report, parity, bandwidth, rows);
        File.WriteAllText(options.Output, table);
        Console.WriteLine(table);
        return passed ? 0 : 1;
    }

    private static List<GpuRow> Measure(GpuBenchmarkOptions options, double bandwidth)
    {
        var rows = new List<GpuRow>();
        foreach (string shape in options.Shapes)
        {
            rows.AddRange(MeasureOurs(options, shape, bandwidth));
            rows.AddRange(TransformersRun.Run(options, KnownShapes.Find(shape), bandwidth));
        }

        return rows;
    }

    private static List<GpuRow> MeasureOurs(GpuBenchmarkOptions options, string shape, double bandwidth)
    {
        var spec = KnownShapes.Find(shape);
        var weights = RandomWeights.Create(spec, seed: 1);
        var rows = new List<GpuRow>();
        foreach (int batch in options.Batches)
        {
            try
            {
                rows.Add(ExecutorSpeed.MeasureAsync(spec, weights, options, batch, bandwidth).GetAwaiter().GetResult());
            }
            catch (Exception failure) when (failure is Engine.AdaptiveProviderException)
            {
                rows.Add(new GpuRow(shape, "AdaptiveProvider", batch) { Failure = failure.Message });
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shape} batch {batch}: {rows[^1].DecodeTokensPerSecond:F1} tok/s decode, {rows[^1].PromptTokensPerSecond:F0} tok/s prompt {rows[^1].Failure}"));
        }

        return rows;
    }
}
