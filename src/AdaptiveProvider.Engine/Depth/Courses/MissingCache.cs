namespace AdaptiveProvider.Engine.Depth.Courses;

/// <summary>What becomes of the keys and values that a token which left early has not written.</summary>
internal enum MissingCache
{
    /// <summary>They are computed with the next token's deep pass (FREE's synchronized parallel decoding): exact.</summary>
    Deferred,

    /// <summary>They are computed from the state with which the token left (CALM's state copying).</summary>
    Copied,

    /// <summary>Nothing: the model's later loops attend only to tokens that took them (Mixture-of-Recursions' recursion-wise caching), to the first loop's, or to what each token's last loop left in the one plane of all.</summary>
    Absent,
}
