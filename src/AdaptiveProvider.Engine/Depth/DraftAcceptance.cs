namespace AdaptiveProvider.Engine.Depth;

/// <summary>When a drafted token stands.</summary>
public enum DraftAcceptance
{
    /// <summary>
    /// When full depth draws the same token with the same random number: the reply is the one that full depth gives for the same seed, token for
    /// token, however long the drafts are. For greedy replies the only rule.
    /// </summary>
    SameDraw,

    /// <summary>
    /// With probability min(1, p / q), else a token from max(p - q, 0) (Leviathan et al. 2023, speculative sampling): replies have full depth's
    /// distribution and more drafts stand, but a seed gives another reply than at full depth.
    /// </summary>
    Rejection,

    /// <summary>When full depth gives it a cross-entropy of at most the rollback threshold (FREE's rollback): not lossless.</summary>
    CrossEntropy,
}
