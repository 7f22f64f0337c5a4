namespace AdaptiveProvider.Cpu.Routing;

/// <summary>What the router has decided about one row of a step.</summary>
internal struct RowDecision
{
    /// <summary>The loop at hand.</summary>
    public int Loop;

    /// <summary>True when the row takes the loop at hand.</summary>
    public bool IsActive;

    /// <summary>The weight of the loop's output.</summary>
    public float Gate;

    /// <summary>Token choice: the last loop that the row takes.</summary>
    public int LastLoop;

    /// <summary>Loops that the row has taken.</summary>
    public int LoopsTaken;
}
