namespace AdaptiveProvider.Training.Generation;

/// <summary>How generated documents divide among the kinds. The shares are weights: only their proportions count.</summary>
/// <param name="Identity">Who the model is.</param>
/// <param name="Arithmetic">Small sums.</param>
/// <param name="Facts">Countries.</param>
/// <param name="Definitions">What words mean.</param>
/// <param name="Words">Opposites, colours, counting, days, spelling.</param>
/// <param name="SmallTalk">Greetings, feelings, likes, jokes.</param>
/// <param name="Stories">Stories; each is as long as ten documents of another kind.</param>
/// <param name="Mixed">Conversations that mix the others.</param>
public sealed record SyntheticMix(
    double Identity = 8,
    double Arithmetic = 20,
    double Facts = 16,
    double Definitions = 10,
    double Words = 12,
    double SmallTalk = 10,
    double Stories = 12,
    double Mixed = 12)
{
    /// <summary>The number of documents that makes about five million tokens with the default shares.</summary>
    public const int DocumentsDefault = 80_000;

    /// <summary>The shares by source name.</summary>
    /// <exception cref="ArgumentException">A share is negative or not a number, or all are zero.</exception>
    public IReadOnlyList<(string Source, double Share)> Shares()
    {
        (string Source, double Share)[] shares =
        [
            (SyntheticSource.Identity, Identity), (SyntheticSource.Arithmetic, Arithmetic), (SyntheticSource.Facts, Facts),
            (SyntheticSource.Definitions, Definitions),
            (SyntheticSource.Words, Words), (SyntheticSource.SmallTalk, SmallTalk), (SyntheticSource.Stories, Stories),
            (SyntheticSource.Mixed, Mixed),
        ];
        return shares.All(item => double.IsFinite(item.Share) && item.Share >= 0) && shares.Any(item => item.Share > 0)
            ? [.. shares.Where(item => item.Share > 0)]
            : throw new ArgumentException("The shares of generated documents must be zero or more, and one of them above zero.");
    }
}
