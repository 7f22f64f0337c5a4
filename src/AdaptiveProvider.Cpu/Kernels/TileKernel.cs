namespace AdaptiveProvider.Cpu.Kernels;

/// <summary>
/// Multiplies one tile of weights, <see cref="TileFormat.Outputs"/> outputs by all inputs, with a block of rows. Every (row, output) is summed
/// in one fixed order, so its bits depend neither on the other rows of the block nor on who computes it.
/// </summary>
internal abstract unsafe class TileKernel
{
    /// <summary>The largest number of rows in one block; blocks have a power of two of rows.</summary>
    public abstract int WidestBlock { get; }

    /// <summary>Computes the products of a block.</summary>
    /// <param name="tile">The packed weights.</param>
    /// <param name="block">The block's rows, interleaved: [inputs, width], int8 kernels [input pairs, width, 2].</param>
    /// <param name="rowScales">[width], what one unit of an integer activation means; not read by the floating-point kernels.</param>
    /// <param name="inputs">Inputs, rounded up to even.</param>
    /// <param name="width">Rows in the block.</param>
    /// <param name="sums">[width, 32]: receives the products.</param>
    /// <param name="ahead">Distance in bytes from the weights being read to those to fetch from memory meanwhile; zero for none.</param>
    public abstract void Multiply(byte* tile, byte* block, float* rowScales, int inputs, int width, float* sums, nint ahead);

    /// <summary>The number of rows in the block that starts where so many rows remain.</summary>
    public int BlockWidth(int remainingRows)
    {
        int width = WidestBlock;
        while (width > remainingRows)
        {
            width >>= 1;
        }

        return width;
    }
}
