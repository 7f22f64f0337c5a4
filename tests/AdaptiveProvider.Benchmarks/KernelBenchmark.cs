using AdaptiveProvider.Cpu;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Benchmarks;

/// <summary>Times single matrix products; enough copies of each matrix take turns that few rows always read from memory.</summary>
internal static class KernelBenchmark
{
    private const long ColdBytes = 96L << 20;

    private static readonly (int Outputs, int Inputs)[] DefaultShapes =
        [(960, 576), (576, 576), (3072, 576), (576, 1536), (49152, 576), (2048, 2048), (8192, 2048), (2048, 8192)];

    public static int Run(KernelBenchmarkOptions options)
    {
        using var team = new WorkerTeam(options.Threads);
        var kernels = KernelSet.For(options.Tier);
        double bandwidth = MemoryBandwidth.Measure(team);
        Console.WriteLine($"{options.Tier}, {options.Threads} threads, memory {bandwidth / 1e9:F1} GB/s");
        Console.WriteLine($"{"dtype",-6}{"outputs",8}{"inputs",8}{"rows",6}{"us",11}{"GB/s",8}{"% mem",7}{"GOP/s",8}");
        foreach (var precision in options.Precisions)
        {
            foreach (var (outputs, inputs) in options.Shapes.Count > 0 ? options.Shapes : DefaultShapes)
            {
                Measure(team, kernels, options, precision, outputs, inputs, bandwidth);
            }
        }

        return 0;
    }

    private static void Measure(
        WorkerTeam team, KernelSet kernels, KernelBenchmarkOptions options, Precision precision, int outputs, int inputs, double bandwidth)
    {
        long matrixBytes = TileFormat.For(precision).TileBytes(inputs) * outputs / TileFormat.Outputs;
        int copies = (int)Math.Clamp(ColdBytes / matrixBytes, 1, 64);
        var matrices = Enumerable.Range(0, copies)
            .Select(_ => new MatrixBench(team, kernels, precision, outputs, inputs, options.Rows.Max())).ToArray();
        foreach (int rows in options.Rows)
        {
            int turns = Math.Max(1, copies / rows);
            var body = new Action<int>(worker =>
            {
                for (int i = 0; i < turns; i++)
                {
                    matrices[i].Multiply(rows, worker, team.Work);
                    team.Barrier();
                }
            });
            foreach (var matrix in matrices)
            {
                matrix.Prepare(rows, 0, 1);
            }

            double seconds = Medians.Seconds(() => team.Run(body), options.Seconds) / turns;
            Console.WriteLine(
                $"{precision,-6}{outputs,8}{inputs,8}{rows,6}{seconds * 1e6,11:F1}{matrices[0].Bytes / seconds / 1e9,8:F1}" +
                $"{100 * matrices[0].Bytes / seconds / bandwidth,7:F0}{matrices[0].Operations * rows / seconds / 1e9,8:F0}");
        }

        Array.ForEach(matrices, matrix => matrix.Dispose());
    }
}
