using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Memory;

namespace AdaptiveProvider.Cpu.KeyValues;

/// <summary>A large zeroed block on a cache line whose pages the system commits when they are first written.</summary>
internal sealed unsafe class ZeroedMemory : IDisposable
{
    private const int Alignment = 64;

    private void* _block;

    /// <summary>Reserves the block.</summary>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public ZeroedMemory(long bytes)
    {
        // Fresh pages are zero already, so that a large zeroed allocation touches none of them; an aligned one would have to clear them.
        Bytes = bytes;
        _block = NativeMemory.AllocZeroed((nuint)(bytes + Alignment));
        HugePages.Advise(Data, bytes);
    }

    ~ZeroedMemory() => Free();

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>The first byte.</summary>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
    public byte* Data
    {
        get
        {
            ObjectDisposedException.ThrowIf(_block is null, this);
            return (byte*)(((nuint)_block + Alignment - 1) & ~(nuint)(Alignment - 1));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
