namespace AdaptiveProvider.Engine.Depth;

/// <summary>What can be asked of a row after a pass, besides going on.</summary>
public enum ExitKind
{
    /// <summary>No exit: the row goes on.</summary>
    None,

    /// <summary>The shared final norm and head read the state.</summary>
    Head,

    /// <summary>A learned router says before each loop whether the row takes it (Mixture-of-Recursions, expert choice). Its threshold is the depth knob.</summary>
    Router,

    /// <summary>A learned router says before the first loop how many the row takes (Mixture-of-Recursions, token choice). It has no threshold.</summary>
    DepthRouter,

    /// <summary>A learned gate gives a hazard whose accumulated probability decides (Ouro).</summary>
    Gate,

    /// <summary>The change of the state between loops decides (Huginn).</summary>
    LatentDifference,
}
