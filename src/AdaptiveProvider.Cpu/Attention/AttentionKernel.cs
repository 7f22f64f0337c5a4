using AdaptiveProvider.Cpu.Kernels;

namespace AdaptiveProvider.Cpu.Attention;

/// <summary>Blocked attention of a tile of queries over one block of cached keys and values.</summary>
/// <remarks>
/// Blocks start at fixed positions, and every query's sums run over positions in ascending order, so a query's result does not depend
/// on which other queries share its tile.
/// </remarks>
internal abstract unsafe class AttentionKernel
{
    /// <summary>Positions of a block: the unit of the online softmax (Milakov and Gimelshein, 2018).</summary>
    public const int BlockLength = 64;

    /// <summary>Positions whose keys are interleaved: [head dim, positions] instead of [positions, head dim].</summary>
    public const int KeyInterleave = 32;

    /// <summary>Values' head dim is padded to a multiple of this.</summary>
    public const int ValueAlignment = 16;

    /// <summary>Queries are handled in groups of this many.</summary>
    public const int QueryGroup = 4;

    /// <summary>Dot products of queries and keys, [queries, block].</summary>
    /// <param name="scratch">Holds the queries and receives the scores.</param>
    /// <param name="queryCount">Queries, a multiple of <see cref="QueryGroup"/>.</param>
    /// <param name="headDim">Width of a head.</param>
    /// <param name="keys">The block's keys, [block / interleave, head dim, interleave].</param>
    /// <param name="type">Type of the keys.</param>
    /// <param name="count">Positions of the block to score.</param>
    public abstract void Score(in AttentionScratch scratch, int queryCount, int headDim, void* keys, ElementType type, int count);

    /// <summary>Turns one query's scores into exponentials and updates its running maximum and total.</summary>
    /// <param name="scratch">Holds the scores.</param>
    /// <param name="query">The query's index in the tile.</param>
    /// <param name="first">First position of the block that the query sees.</param>
    /// <param name="end">One past the last position of the block that the query sees.</param>
    /// <param name="count">Positions of the block that were scored; those not seen become zero.</param>
    public abstract void Exponentiate(in AttentionScratch scratch, int query, int first, int end, int count);

    /// <summary>Adds the values, weighted by the exponentials, to the corrected sums.</summary>
    /// <param name="scratch">Holds exponentials, corrections and sums.</param>
    /// <param name="queryCount">Queries, a multiple of <see cref="QueryGroup"/>.</param>
    /// <param name="valueDim">Padded width of a head.</param>
    /// <param name="values">The block's values, [block, padded head dim].</param>
    /// <param name="type">Type of the values.</param>
    /// <param name="count">Positions of the block to add.</param>
    public abstract void Accumulate(in AttentionScratch scratch, int queryCount, int valueDim, void* values, ElementType type, int count);
}
