using System.Runtime.InteropServices;

namespace AdaptiveProvider.Cpu.Memory;

/// <summary>Asks Linux for large pages under big blocks: weights are streamed once per step and would miss the TLB on every 4 KiB.</summary>
internal static unsafe partial class HugePages
{
    private const nuint PageBytes = 2 << 20;
    private const int AdviseHugePage = 14;

    /// <summary>Marks the whole large pages inside a block; does nothing elsewhere or when the kernel declines.</summary>
    public static void Advise(byte* data, long bytes)
    {
        nuint first = ((nuint)data + PageBytes - 1) & ~(PageBytes - 1);
        nuint last = ((nuint)data + (nuint)bytes) & ~(PageBytes - 1);
        if (!OperatingSystem.IsLinux() || last <= first)
        {
            return;
        }

        try
        {
            _ = MemoryAdvise((void*)first, last - first, AdviseHugePage);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library without the call: ordinary pages serve as well, only slower.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
