namespace AdaptiveProvider.Server.Wire;

/// <summary>The depth of generated tokens and the times of a reply; names and meanings of <see cref="AdaptiveReportKeys"/>.</summary>
internal sealed record DepthUsage
{
    public long LayersExecuted { get; init; }

    public long LayersTotal { get; init; }

    public double MeanDepth { get; init; }

    public long EarlyExitTokens { get; init; }

    public long DraftTokens { get; init; }

    public long AcceptedDraftTokens { get; init; }

    public long KvRecomputedTokens { get; init; }

    public string? EffectivePolicy { get; init; }

    public double? EffectiveBudget { get; init; }

    public string? DepthNote { get; init; }

    public double? TokensPerSecond { get; init; }

    public double? QueueMs { get; init; }

    public double? PrefillMs { get; init; }

    public double? DecodeMs { get; init; }
}
