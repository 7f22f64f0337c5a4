namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>How the next round of drafts is made.</summary>
/// <param name="ExitIndex">Which of the tuner's exits drafts.</param>
/// <param name="Length">Most drafts; 0 drafts nothing: a plain token at full depth.</param>
internal readonly record struct DraftPlan(int ExitIndex, int Length);
