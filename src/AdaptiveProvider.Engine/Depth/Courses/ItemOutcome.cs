using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>What an executed step gave back for one item.</summary>
internal readonly ref struct ItemOutcome(long layerRows, ReadOnlySpan<SampledToken> tokens, ReadOnlySpan<int> headLayers, float score, long at)
{
    /// <summary>Layer applications of its rows together.</summary>
    public long LayerRows { get; } = layerRows;

    /// <summary>A token per head row.</summary>
    public ReadOnlySpan<SampledToken> Tokens { get; } = tokens;

    /// <summary>Layer applications of each head row in this item.</summary>
    public ReadOnlySpan<int> HeadLayers { get; } = headLayers;

    /// <summary>What was measured about its last row; not-a-number without.</summary>
    public float Score { get; } = score;

    /// <summary>When the step ended: a reading of the engine's clock.</summary>
    public long At { get; } = at;
}
