namespace AdaptiveProvider;

/// <summary>What a response reports about its cost, typed. From a response cache it is the first run's.</summary>
public sealed record AdaptiveGenerationStats
{
    /// <summary>Average fraction of full depth spent per generated token.</summary>
    public required double MeanDepth { get; init; }

    /// <summary>The exit policy that ran.</summary>
    public required ExitPolicy EffectivePolicy { get; init; }

    /// <summary>The bound of the mean depth that held; null where there was none.</summary>
    public double? EffectiveBudget { get; init; }

    /// <summary>Why full depth ran instead of what was asked for; null where it did not.</summary>
    public string? DepthNote { get; init; }

    /// <summary>From submission to the first step.</summary>
    public TimeSpan QueueTime { get; init; }

    /// <summary>From the first step to the first token.</summary>
    public TimeSpan PrefillTime { get; init; }

    /// <summary>From the first token to the end.</summary>
    public TimeSpan DecodeTime { get; init; }

    /// <summary>Generated tokens per second after the first one.</summary>
    public double TokensPerSecond { get; init; }
}
