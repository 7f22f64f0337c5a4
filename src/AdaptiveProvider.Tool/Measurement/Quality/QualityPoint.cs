using AdaptiveProvider.Tool.Measurement.DepthBench;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>What a way to spend depth was worth, and what it cost.</summary>
internal sealed record QualityPoint
{
    /// <summary>The way.</summary>
    public required QualityCase Case { get; init; }

    /// <summary>Mean depth of the read tokens as a share of full depth.</summary>
    public required double MeanDepth { get; init; }

    /// <summary>Cross-entropy of the documents' replies per byte of UTF-8, in bits.</summary>
    public required double BitsPerByte { get; init; }

    /// <summary>Positions at which the most likely token is full depth's, given the same text before, as a share of all.</summary>
    public required double Agreement { get; init; }

    /// <summary>Generated tokens per second over all requests, prompts included.</summary>
    public required Spread TokensPerSecond { get; init; }

    /// <summary>Speed over full depth's beside it, prompts included.</summary>
    public required Spread SpeedRatio { get; init; }

    /// <summary>Full depth's processor time over this one's, prompts included.</summary>
    public required Spread ProcessorRatio { get; init; }

    /// <summary>Layer applications per generated token as a share of full depth, deep passes that are made up for and drafts that are thrown away included.</summary>
    public required double Work { get; init; }

    /// <summary>True where no other point has as few bits at no more depth, one of the two being better.</summary>
    public bool IsOnDepthFrontier { get; init; }

    /// <summary>The same for bits and speed.</summary>
    public bool IsOnSpeedFrontier { get; init; }

    /// <summary>Marks the points that no other beats (Pareto).</summary>
    public static IReadOnlyList<QualityPoint> WithFrontiers(IReadOnlyList<QualityPoint> points) =>
    [
        .. points.Select(point => point with
        {
            IsOnDepthFrontier = !points.Any(other => Beats(other, point, other.MeanDepth, point.MeanDepth)),
            IsOnSpeedFrontier = !points.Any(other => Beats(other, point, -other.SpeedRatio.Median, -point.SpeedRatio.Median)),
        }),
    ];

    private static bool Beats(QualityPoint other, QualityPoint point, double otherCost, double cost)
        => other.BitsPerByte <= point.BitsPerByte && otherCost <= cost && (other.BitsPerByte < point.BitsPerByte || otherCost < cost);
}
