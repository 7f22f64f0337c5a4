namespace AdaptiveProvider.Training.Data;

/// <summary>Where the tokens of a store came from.</summary>
public enum TokenCacheUse
{
    /// <summary>Encoded; there is no cache.</summary>
    None,

    /// <summary>Read from the cache.</summary>
    Read,

    /// <summary>Encoded and written to the cache, which had nothing for this corpus.</summary>
    Written,

    /// <summary>Encoded and written again, since what the cache had was damaged.</summary>
    Replaced,
}
