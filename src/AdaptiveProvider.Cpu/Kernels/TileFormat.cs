namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// How weights lie in memory: tiles of 32 outputs, each tile one sequential stream over the inputs in the order the kernels read it,
/// two inputs at a time. All tiers share the layout.
/// </summary>
internal abstract unsafe class TileFormat
{
    /// <summary>Outputs per tile: two 512-bit vectors of 32-bit sums, one cache line of int8 weights for two inputs.</summary>
    public const int Outputs = 32;

    /// <summary>The format of a precision.</summary>
    public static TileFormat For(Precision precision) => precision switch
    {
        Precision.F32 => new SingleTileFormat(),
        Precision.BF16 => new BFloat16TileFormat(),
        Precision.Int8 => new Int8TileFormat(),
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "Unknown precision."),
    };

    /// <summary>Whether activations are quantised to 16-bit integers rather than kept in single precision.</summary>
    public virtual bool QuantizesActivations => false;

    /// <summary>Bytes of one tile, a multiple of 64.</summary>
    /// <param name="inputs">Inputs, rounded up to even.</param>
    public abstract long TileBytes(int inputs);

    /// <summary>Packs one tile.</summary>
    /// <param name="rows">[32, inputs] weights; missing outputs are zero.</param>
    /// <param name="inputs">Inputs, rounded up to even.</param>
    /// <param name="tile">Receives <see cref="TileBytes"/> bytes.</param>
    /// <returns>The error made.</returns>
    public abstract QuantizationError Pack(float* rows, int inputs, byte* tile);
}
