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

    /// <summary>Bytes of one head's keys in one block and plane.</summary>
    public int KeyBytes { get; } = AttentionKernel.BlockLength * HeadDim * VectorMath.ElementBytes(ElementType);

    /// <summary>Bytes of one head's keys and values in one block and plane.</summary>
    public int HeadBytes => KeyBytes + (AttentionKernel.BlockLength * ValueDim * ElementBytes);

    /// <summary>Bytes of all planes and heads in one block.</summary>
    public long BlockBytes => (long)PlaneCount * HeadCount * HeadBytes;

    /// <summary>Blocks of a slot.</summary>
    public int SlotBlocks => BlocksOf(SlotLength);

    /// <summary>Bytes of the whole store.</summary>
    public Int128 Bytes => (Int128)SlotCount * SlotBlocks * BlockBytes;

    /// <summary>Bytes that one cached token takes.</summary>
    public long BytesPerToken => (long)PlaneCount * HeadCount * (HeadDim + ValueDim) * ElementBytes;

    /// <summary>Blocks that hold so many positions.</summary>
    public static int BlocksOf(int positions) => (int)(((long)positions + AttentionKernel.BlockLength - 1) / AttentionKernel.BlockLength);

    /// <summary>The smallest multiple that is not below the value.</summary>
    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
