namespace AdaptiveProvider.Engine.Depth;

/// <summary>What can be asked of a row after a pass, besides going on.</summary>
public enum ExitKind
{
    /// <summary>No exit: the row goes on.</summary>
    None,

    /// <summary>The shared final norm and head read the state.</summary>
    Head,

    /// <summary>A learned router says whether the row takes another loop (Mixture-of-Recursions).</summary>
    Router,

    /// <summary>A learned gate gives a hazard whose accumulated probability decides (Ouro).</summary>
    Gate,

    /// <summary>The change of the state between loops decides (Huginn).</summary>
    LatentDifference,
}
