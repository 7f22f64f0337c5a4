namespace AdaptiveProvider.Torch.KeyValues;

/// <summary>The sizes of a key/value store.</summary>
/// <param name="PlaneCount">Planes: one per layer application that has a cache of its own.</param>
/// <param name="SlotCount">Slots.</param>
/// <param name="SlotLength">Positions of a slot.</param>
/// <param name="HeadCount">Key/value heads.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="ElementBytes">Bytes of an element.</param>
internal sealed record KvShape(int PlaneCount, int SlotCount, int SlotLength, int HeadCount, int HeadDim, int ElementBytes)
{
    /// <summary>Rows over all planes.</summary>
    public long Tokens => (long)PlaneCount * SlotCount * SlotLength;

    /// <summary>Bytes of the whole store.</summary>
    public Int128 Bytes => (Int128)BytesPerToken * SlotCount * SlotLength;

    /// <summary>Bytes that one cached token takes.</summary>
    public long BytesPerToken => 2L * PlaneCount * HeadCount * HeadDim * ElementBytes;
}
