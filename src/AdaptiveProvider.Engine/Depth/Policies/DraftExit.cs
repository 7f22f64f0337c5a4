namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>An exit that tokens can be drafted at.</summary>
/// <param name="Layers">Layer applications up to the exit, which verification does not repeat.</param>
/// <param name="TailLayers">Layer applications of the tail that a draft takes besides.</param>
/// <param name="Acceptance">How often drafts stood where it was measured, 0 to 1; null where it was not.</param>
internal readonly record struct DraftExit(int Layers, int TailLayers = 0, double? Acceptance = null);
