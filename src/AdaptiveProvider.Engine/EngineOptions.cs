namespace AdaptiveProvider.Engine;

/// <summary>Limits of an <see cref="InferenceEngine"/>. Validated when the engine is made.</summary>
public sealed record EngineOptions
{
    /// <summary>Requests that may wait for a slot before <see cref="EngineOverloadedException"/>. Default 256.</summary>
    public int QueueCapacity { get; init; } = 256;

    /// <summary>Wait for room in the line instead of throwing when it is full. Default false.</summary>
    public bool WaitWhenFull { get; init; }

    /// <summary>Prompt rows of one step while other requests decode, so that their tokens keep coming. Default 128.</summary>
    public int PrefillRowsPerStep { get; init; } = 128;

    /// <summary>Tokens that a slow reader may fall behind before its request pauses; others go on. Default 256.</summary>
    public int StreamCapacity { get; init; } = 256;

    /// <summary>How long disposal lets running requests finish before it aborts them. Default zero.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Prefix reuse starts at this many common tokens. Default 1.</summary>
    public int PrefixReuseMin { get; init; } = 1;

    /// <summary>
    /// Runs the loops of a looped model one per step, so that tokens at different loops share a batch and a finished one is replaced at once
    /// (continuous depth-wise batching). For requests that say how to spend depth. Default false: a token's loops run in one step.
    /// </summary>
    public bool StepsLoops { get; init; }

    /// <summary>
    /// Most steps that tokens may wait before deep layers of an unshared stack, or before the head, for others to share the reading of the weights, where
    /// measured costs say that it pays. 0 lets none wait. Default 8. Replies do not depend on it.
    /// </summary>
    public int HeldStepsMax { get; init; } = 8;

    /// <summary>Returns the options when every value is in range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the exception names it.</exception>
    public EngineOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueCapacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PrefillRowsPerStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(StreamCapacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(PrefixReuseMin, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(HeldStepsMax);
        return this;
    }
}
