namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>What one case gave for a number of requests.</summary>
internal sealed record DepthRow
{
    /// <summary>Requests at a time.</summary>
    public required int Batch { get; init; }

    /// <summary>The case.</summary>
    public required DepthCase Case { get; init; }

    /// <summary>Tokens per second over all requests, prompts included.</summary>
    public required Spread TokensPerSecond { get; init; }

    /// <summary>The sum of the requests' speeds after their first tokens, in tokens per second.</summary>
    public required Spread DecodeTokensPerSecond { get; init; }

    /// <summary>Speed over that of the full-depth requests beside it, prompts included.</summary>
    public required Spread Ratio { get; init; }

    /// <summary>The same without prompts.</summary>
    public required Spread DecodeRatio { get; init; }

    /// <summary>Full depth's processor time over this one's, prompts included.</summary>
    public required Spread ProcessorRatio { get; init; }

    /// <summary>Mean depth of the generated tokens as a share of full depth.</summary>
    public required double MeanDepth { get; init; }

    /// <summary>Layer applications besides, as a share of full depth per token.</summary>
    public required double ExtraDepth { get; init; }

    /// <summary>How much faster it could be if time were multiplications alone (<see cref="WeightWork.Bound"/>); not-a-number for another model.</summary>
    public required double Bound { get; init; }

    /// <summary>Drafts that stood as a share of all; not-a-number without drafts.</summary>
    public required double Acceptance { get; init; }

    /// <summary>Replies that are full depth's token for token; -1 for another model.</summary>
    public required int SameReplies { get; init; }
}
