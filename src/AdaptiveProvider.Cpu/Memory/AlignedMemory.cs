using System.Runtime.InteropServices;

namespace AdaptiveProvider.Cpu.Memory;

/// <summary>Zeroed native memory that starts on a cache line and lives until it is disposed.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    /// <summary>Bytes of a cache line and of the widest vector.</summary>
    public const int Alignment = 64;

    private byte* _data;

    /// <summary>Allocates the memory.</summary>
    /// <param name="bytes">Size in bytes; zero is allowed.</param>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public AlignedMemory(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
        _data = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, Alignment), Alignment);
        HugePages.Advise(_data, bytes);
        NativeMemory.Clear(_data, (nuint)bytes);
    }

    ~AlignedMemory() => Free();

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The first byte.</summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public byte* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data is null, this);
            return _data;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
    }
}
