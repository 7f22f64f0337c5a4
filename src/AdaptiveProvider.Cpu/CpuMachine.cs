using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Cpu;

/// <summary>What this machine offers to a <see cref="CpuModelExecutor"/>, for reports and measurements.</summary>
public static class CpuMachine
{
    /// <summary>The instructions that the kernels use here: Avx512, Avx2 or Portable.</summary>
    public static string Instructions => InstructionTiers.Best.ToString();

    /// <summary>Bytes per second that so many threads read from memory together: the ceiling of decoding one sequence.</summary>
    /// <param name="threads">1 to 256.</param>
    public static double MeasureBandwidth(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 256);
        using var team = new WorkerTeam(threads);
        return MemoryBandwidth.Measure(team);
    }
}
