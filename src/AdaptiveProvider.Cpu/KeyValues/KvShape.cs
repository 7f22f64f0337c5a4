using AdaptiveProvider.Cpu.Attention;
using AdaptiveProvider.Cpu.Kernels;

namespace AdaptiveProvider.Cpu.KeyValues;

/// <summary>The sizes of a key/value store.</summary>
/// <param name="PlaneCount">Planes: one per layer application that has a cache of its own.</param>
/// <param name="SlotCount">Slots.</param>
/// <param name="SlotLength">Positions of a slot.</param>
/// <param name="HeadCount">Key/value heads.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="ElementType">Type of keys and values.</param>
internal sealed record KvShape(int PlaneCount, int SlotCount, int SlotLength, int HeadCount, int HeadDim, ElementType ElementType)
{
    /// <summary>Bytes of an element.</summary>
    public int ElementBytes { get; } = VectorMath.ElementBytes(ElementType);

    /// <summary>Width of a value, padded.</summary>
    public int ValueDim { get; } = RoundUp(HeadDim, AttentionKernel.ValueAlignment);

    /// <summary>Bytes of one head's keys in one slot and plane.</summary>
    public long KeyBytes { get; } = RoundUp((long)SlotLength, AttentionKernel.KeyInterleave) * HeadDim * VectorMath.ElementBytes(ElementType);

    /// <summary>Bytes of one head's keys and values in one slot and plane; both start on cache lines.</summary>
    public long HeadBytes => KeyBytes + RoundUp((long)SlotLength * ValueDim * ElementBytes, 64);

    /// <summary>Bytes of the whole store.</summary>
    public Int128 Bytes => (Int128)PlaneCount * SlotCount * HeadCount * HeadBytes;

    /// <summary>Bytes that one cached token takes.</summary>
    public long BytesPerToken => (long)PlaneCount * HeadCount * (HeadDim + ValueDim) * ElementBytes;

    /// <summary>The smallest multiple that is not below the value.</summary>
    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private static long RoundUp(long value, long multiple) => (value + multiple - 1) / multiple * multiple;
}
