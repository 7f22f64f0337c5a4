using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using AdaptiveProvider.Cpu.Memory;

namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>Hints to fetch memory before it is needed; never faults, does nothing where the machine has no such hint.</summary>
internal static unsafe class CachePrefetch
{
    /// <summary>Starts to fetch whole cache lines to the second level.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lines(byte* address, int bytes)
    {
        if (Sse.IsSupported)
        {
            for (int line = 0; line < bytes; line += AlignedMemory.Alignment)
            {
                Sse.Prefetch1(address + line);
            }
        }
    }
}
