namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>How a round of drafts is made.</summary>
/// <param name="Exit">Passes after which tokens are drafted.</param>
/// <param name="Length">Most drafts; 0 drafts nothing: a plain full-depth token.</param>
internal readonly record struct DraftRound(int Exit, int Length);
