namespace AdaptiveProvider.Testing.Engine;

/// <summary>One row on its way through a <see cref="ScriptedExecutor"/>.</summary>
public sealed class ScriptedRow(ulong state)
{
    public ulong State { get; set; } = state;

    /// <summary>True unless a router stopped the row in the stage that it is in.</summary>
    public bool IsGoing { get; set; }

    /// <summary>The state before the tail.</summary>
    public ulong ExitState { get; set; } = state;

    /// <summary>Layer applications so far.</summary>
    public int Layers { get; set; }
}
