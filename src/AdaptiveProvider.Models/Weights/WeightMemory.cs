namespace AdaptiveProvider.Models.Weights;

/// <summary>The memory behind weight tensors. Tensors keep it reachable, so the garbage collector never releases it under them.</summary>
internal abstract unsafe class WeightMemory
{
    /// <summary>First byte.</summary>
    public abstract byte* Data { get; }

    /// <summary>Bytes from <see cref="Data"/> on.</summary>
    public abstract long Length { get; }

    /// <summary>True once the memory may be gone.</summary>
    public bool IsReleased { get; protected set; }
}
