using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Cpu.Attention;

/// <summary>The sizes of a model's attention.</summary>
/// <param name="HeadCount">Query heads.</param>
/// <param name="KvHeadCount">Key and value heads.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="NormEpsilon">Epsilon of the per-head norms.</param>
internal sealed record AttentionShape(int HeadCount, int KvHeadCount, int HeadDim, float NormEpsilon)
{
    /// <summary>The sizes in a specification.</summary>
    public AttentionShape(ModelSpec spec)
        : this(spec.HeadCount, spec.KvHeadCount, spec.HeadDim, spec.NormEpsilon)
    {
    }

    /// <summary>Query heads per key/value head.</summary>
    public int GroupSize { get; } = HeadCount / KvHeadCount;

    /// <summary>Width of a row's projections: queries, keys, values.</summary>
    public int ProjectionDim { get; } = (HeadCount + (2 * KvHeadCount)) * HeadDim;

    /// <summary>What scores are multiplied by: 1 / sqrt(head dim).</summary>
    public float Scale { get; } = 1f / MathF.Sqrt(HeadDim);
}
