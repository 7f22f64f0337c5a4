namespace AdaptiveProvider.Testing.Engine;

/// <summary>A rule that a <see cref="ScriptedExecutor"/> can be told to break.</summary>
public enum ScriptedFlaw
{
    /// <summary>None is broken.</summary>
    None,

    /// <summary>Rows do not read what earlier steps wrote.</summary>
    ForgetsHistory,

    /// <summary>A prefix copy leaves the target as it was.</summary>
    CopiesWrongSlot,

    /// <summary>Head rows are reported one layer deeper than they went.</summary>
    MisreportsDepth,
}
