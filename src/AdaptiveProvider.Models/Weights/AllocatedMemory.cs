using System.Runtime.InteropServices;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Unmanaged memory for tensors that come from no file; freed with its last tensor.</summary>
internal sealed unsafe class AllocatedMemory : WeightMemory
{
    private const int Alignment = 64;
    private readonly byte* _data;

    /// <summary>Allocates without clearing.</summary>
    public AllocatedMemory(long length)
    {
        Length = length;
        _data = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length), Alignment);
        GC.AddMemoryPressure(Math.Max(1, length));
    }

    ~AllocatedMemory()
    {
        NativeMemory.AlignedFree(_data);
        GC.RemoveMemoryPressure(Math.Max(1, Length));
    }

    public override byte* Data => _data;

    public override long Length { get; }
}
