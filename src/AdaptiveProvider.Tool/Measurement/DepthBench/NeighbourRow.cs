namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>What one shallow request does among full-depth ones, and they to it.</summary>
internal sealed record NeighbourRow
{
    /// <summary>Requests at a time, the shallow one included.</summary>
    public required int Batch { get; init; }

    /// <summary>Whether every loop is a step.</summary>
    public required bool StepsLoops { get; init; }

    /// <summary>Mean depth of the shallow request.</summary>
    public required double MeanDepth { get; init; }

    /// <summary>Time per token of the shallow request after its first, in milliseconds.</summary>
    public required Spread ShallowMilliseconds { get; init; }

    /// <summary>The same when it is a full-depth request like the others.</summary>
    public required Spread DeepMilliseconds { get; init; }

    /// <summary>Tokens per second of the others, prompts included, until the last of them has ended.</summary>
    public required Spread OthersTokensPerSecond { get; init; }

    /// <summary>The others' speed over that without the shallow request.</summary>
    public required Spread OthersRatio { get; init; }
}
