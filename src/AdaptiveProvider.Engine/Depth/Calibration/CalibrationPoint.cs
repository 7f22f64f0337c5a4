namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>What one threshold gave when it was measured.</summary>
public sealed record CalibrationPoint
{
    /// <summary>What the measure was compared with; for a static exit its passes.</summary>
    public required double Threshold { get; init; }

    /// <summary>Mean depth per token as a share of full depth, above 0, at most 1.</summary>
    public required double MeanDepth { get; init; }

    /// <summary>Share of tokens that are full depth's, 0 to 1.</summary>
    public required double Agreement { get; init; }

    /// <summary>The one-sided 95% lower bound of <see cref="Agreement"/>; at most it.</summary>
    public required double AgreementLower { get; init; }

    /// <summary>Tokens measured; at least 1.</summary>
    public required long Tokens { get; init; }

    /// <summary>A point from counts, with the Clopper-Pearson bound of its agreement.</summary>
    /// <param name="threshold">The threshold.</param>
    /// <param name="meanDepth">Mean depth as a share of full depth.</param>
    /// <param name="agreed">Tokens that were full depth's.</param>
    /// <param name="tokens">Tokens measured; at least 1.</param>
    public static CalibrationPoint Measured(double threshold, double meanDepth, long agreed, long tokens) => new()
    {
        Threshold = threshold,
        MeanDepth = meanDepth,
        Agreement = (double)agreed / tokens,
        AgreementLower = ClopperPearson.Lower(agreed, tokens),
        Tokens = tokens,
    };
}
