using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Architecture;

/// <summary>Layer applications between two possible exits.</summary>
/// <param name="Loop">The loop of the shared run that this is, from 0; null for layers outside of it.</param>
/// <param name="FirstApplication">Applications of a full-depth token before these.</param>
/// <param name="Layers">The applications in order.</param>
public sealed record DepthSegment(int? Loop, int FirstApplication, ImmutableArray<LayerUse> Layers)
{
    /// <summary>Applications that a token has taken when it leaves here, from 1 to the full depth without the layers behind the loops.</summary>
    public int End => FirstApplication + Layers.Length;
}
