namespace AdaptiveProvider.Constraints;

/// <summary>How constrained replies write JSON.</summary>
public sealed record JsonConstraintOptions
{
    /// <summary>Whether one space may follow each colon and each comma. There is no other white space in either case.</summary>
    public bool AllowsSpaces { get; init; } = true;

    /// <summary>Deepest nesting of objects and arrays, 1 to 64: what most JSON readers take.</summary>
    public int DepthMax { get; init; } = 60;

    /// <summary>Memory, in bytes, that one compiled schema may take for states and masks met; what is over it is computed again.</summary>
    public long MemoryMax { get; init; } = 64L << 20;

    internal JsonConstraintOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(DepthMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DepthMax, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryMax, 1 << 20);
        return this;
    }
}
