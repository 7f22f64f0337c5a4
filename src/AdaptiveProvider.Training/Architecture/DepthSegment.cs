using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Architecture;

/// <summary>Layer applications between two possible exits.</summary>
/// <param name="Loop">The loop of the shared run that this is, from 0; null for layers outside of it.</param>
/// <param name="Layers">The applications in order.</param>
public sealed record DepthSegment(int? Loop, ImmutableArray<LayerUse> Layers);
