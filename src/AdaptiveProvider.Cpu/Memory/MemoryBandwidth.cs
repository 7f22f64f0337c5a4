using System.Diagnostics;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Threading;

namespace AdaptiveProvider.Cpu.Memory;

/// <summary>Measures how fast a team reads memory that no cache holds: the ceiling of decoding one sequence.</summary>
internal static unsafe class MemoryBandwidth
{
    private const long DefaultBytes = 256L << 20;
    private const int ChunkBytes = 64 << 10;

    /// <summary>Reads a block a few times with all workers.</summary>
    /// <param name="team">The readers.</param>
    /// <param name="bytes">Size of the block, well above the last-level cache.</param>
    /// <param name="repetitions">Passes over the block.</param>
    /// <returns>Bytes per second of the median pass.</returns>
    public static double Measure(WorkerTeam team, long bytes = DefaultBytes, int repetitions = 7)
    {
        using var memory = new AlignedMemory(bytes);
        int chunks = (int)(bytes / ChunkBytes);
        var math = KernelSet.Best.Math;
        var read = new Action<int>(worker =>
        {
            while (team.Work.TryTake(worker, chunks, 8, out int first, out int end))
            {
                math.MaxMagnitude((float*)(memory.Data + ((long)first * ChunkBytes)), (end - first) * (ChunkBytes / sizeof(float)));
            }
        });

        // NOTE: written first: pages that were only ever read are one shared page of zeros, small and slow to translate.
        new Span<float>((void*)memory.Data, checked((int)(bytes / sizeof(float)))).Fill(1);
        team.Run(read);
        double[] seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            team.Run(read);
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(seconds);
        return (double)chunks * ChunkBytes / seconds[repetitions / 2];
    }
}
