using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Benchmarks;

/// <summary>Prints the memory bandwidth for one thread up to all.</summary>
internal static class BandwidthBenchmark
{
    public static int Run(KernelBenchmarkOptions options)
    {
        for (int threads = 1; threads <= options.Threads; threads++)
        {
            using var team = new WorkerTeam(threads);
            Console.WriteLine($"{threads} threads: {MemoryBandwidth.Measure(team) / 1e9:F1} GB/s");
        }

        return 0;
    }
}
