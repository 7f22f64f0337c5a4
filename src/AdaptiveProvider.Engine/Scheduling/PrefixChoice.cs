namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Which idle slot a request takes, and which cached prefix it starts from.</summary>
/// <param name="Target">The idle slot to lease.</param>
/// <param name="Source">The slot that holds the prefix: the target itself, or another to copy from.</param>
/// <param name="Length">Cached positions to keep; 0 computes everything.</param>
internal readonly record struct PrefixChoice(Slot Target, Slot Source, int Length)
{
    /// <summary>True when the prefix lies in another slot.</summary>
    public bool NeedsCopy => Length > 0 && Source != Target;
}
