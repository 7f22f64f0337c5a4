using AdaptiveProvider.Cpu;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Benchmarks;

/// <summary>Times the matrix products of a whole step of SmolLM2-135M: 30 layers and the head, with the barriers between them.</summary>
internal static class StepBenchmark
{
    private const int Layers = 30, Hidden = 576, QueryKeyValue = 960, Intermediate = 1536, Vocabulary = 49152;

    public static int Run(KernelBenchmarkOptions options)
    {
        using var team = new WorkerTeam(options.Threads);
        var kernels = KernelSet.For(options.Tier);
        double bandwidth = MemoryBandwidth.Measure(team);
        Console.WriteLine($"{options.Tier}, {options.Threads} threads, memory {bandwidth / 1e9:F1} GB/s");
        Console.WriteLine($"{"dtype",-6}{"rows",6}{"ms",9}{"tok/s",9}{"GB/s",8}{"% mem",7}{"GOP/s",8}");
        foreach (var precision in options.Precisions)
        {
            int rowsMax = options.Rows.Max();
            var matrices = Matrices(team, kernels, precision, rowsMax);
            foreach (int rows in options.Rows)
            {
                Measure(team, matrices, precision, rows, bandwidth, options);
            }

            Array.ForEach(matrices, matrix => matrix.Dispose());
        }

        return 0;
    }

    private static MatrixBench[] Matrices(WorkerTeam team, KernelSet kernels, Precision precision, int rowsMax)
    {
        MatrixBench Create(int outputs, int inputs, bool gated = false) => new(team, kernels, precision, outputs, inputs, rowsMax, gated);
        var layers = Enumerable.Range(0, Layers).SelectMany(_ => new[]
        {
            Create(QueryKeyValue, Hidden), Create(Hidden, Hidden), Create(2 * Intermediate, Hidden, true), Create(Hidden, Intermediate),
        });

        // A long prompt needs one row of logits only; its head is left out.
        return [.. layers, Create(Vocabulary, Hidden)];
    }

    private static void Measure(WorkerTeam team, MatrixBench[] matrices, Precision precision, int rows, double bandwidth, KernelBenchmarkOptions options)
    {
        var used = rows > 64 ? matrices[..^1] : matrices;
        var body = new Action<int>(worker =>
        {
            foreach (var matrix in used)
            {
                matrix.Prepare(rows, worker, team.Count);
                team.Barrier();
                matrix.Multiply(rows, worker, team.Work);
                team.Barrier();
            }
        });

        double seconds = Medians.Seconds(() => team.Run(body), options.Seconds);
        double bytes = used.Sum(matrix => (double)matrix.Bytes);
        double operations = used.Sum(matrix => (double)matrix.Operations) * rows;
        Console.WriteLine(
            $"{precision,-6}{rows,6}{seconds * 1e3,9:F2}{rows / seconds,9:F1}{bytes / seconds / 1e9,8:F1}" +
            $"{100 * bytes / seconds / bandwidth,7:F0}{operations / seconds / 1e9,8:F0}");
    }
}
