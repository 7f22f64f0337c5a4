namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>What one threshold gave when it was measured.</summary>
public sealed record CalibrationPoint
{
    /// <summary>What the measure was compared with; for a static exit its passes.</summary>
    public required double Threshold { get; init; }

    /// <summary>Mean depth per token as a share of full depth, above 0, at most 1.</summary>
    public required double MeanDepth { get; init; }

    /// <summary>Share of tokens that are full depth's, 0 to 1; of replies, the mean of each one's share.</summary>
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

    /// <summary>
    /// A point from replies to prompts drawn independently. The tokens of a reply are not: each reply counts once, with its share of tokens that were full
    /// depth's, and the bound is Hoeffding's and Bentkus's for the mean of these shares, whatever their distribution.
    /// </summary>
    /// <param name="threshold">The threshold.</param>
    /// <param name="meanDepth">Mean depth of the tokens as a share of full depth.</param>
    /// <param name="replies">Tokens that were full depth's, and all, of each reply; at least one reply with at least one token each.</param>
    public static CalibrationPoint OfReplies(double threshold, double meanDepth, IReadOnlyCollection<(long Agreed, long Tokens)> replies)
    {
        ArgumentNullException.ThrowIfNull(replies);
        double loss = Math.Clamp(replies.Average(reply => 1 - ((double)reply.Agreed / reply.Tokens)), 0, 1);
        return new()
        {
            Threshold = threshold,
            MeanDepth = meanDepth,
            Agreement = 1 - loss,
            AgreementLower = Math.Min(1 - loss, 1 - HoeffdingBentkus.UpperBound(loss, replies.Count)),
            Tokens = replies.Sum(reply => reply.Tokens),
        };
    }
}
