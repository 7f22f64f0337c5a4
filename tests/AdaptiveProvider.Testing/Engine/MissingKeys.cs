namespace AdaptiveProvider.Testing.Engine;

/// <summary>What the reference does about keys and values that a token which left early has not written.</summary>
public enum MissingKeys
{
    /// <summary>They are as full depth computes them.</summary>
    Deferred,

    /// <summary>They come from the state with which the token left.</summary>
    Copied,

    /// <summary>There are none.</summary>
    Absent,
}
