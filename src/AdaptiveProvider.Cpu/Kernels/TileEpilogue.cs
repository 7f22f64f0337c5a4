namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>Finishes the products of a tile while they are in the first-level cache: bias, gate, store.</summary>
internal abstract unsafe class TileEpilogue
{
    /// <summary>Adds a tile's bias to one row of products.</summary>
    public abstract void AddBias(float* sums, float* bias);

    /// <summary>Replaces the first half of a row, the gates, by silu(gate) * up, the second half being up.</summary>
    public abstract void GateSilu(float* sums);

    /// <summary>Replaces the first half of a row, the gates, by gelu(gate) * up, the second half being up.</summary>
    public abstract void GateGelu(float* sums);

    /// <summary>Writes the first products of a row to their place.</summary>
    public abstract void Write(float* sums, float* output, int count, OutputMode mode);
}
