namespace AdaptiveProvider.Cpu.Attention;

/// <summary>One worker's intermediate results for one tile of queries that share a key/value head.</summary>
/// <remarks>Queries are padded to a multiple of <see cref="AttentionKernel.QueryGroup"/>; the padding's results are never read.</remarks>
internal unsafe struct AttentionScratch
{
    /// <summary>Rotated and scaled queries, [queries, head dim].</summary>
    public float* Queries;

    /// <summary>Scores, then their exponentials, [queries, block].</summary>
    public float* Scores;

    /// <summary>Weighted sums of values, [queries, padded head dim].</summary>
    public float* Sums;

    /// <summary>Highest score so far, [queries].</summary>
    public float* Maxima;

    /// <summary>Sum of exponentials so far, [queries].</summary>
    public float* Totals;

    /// <summary>What the new highest score does to the older sums, [queries].</summary>
    public float* Corrections;
}
