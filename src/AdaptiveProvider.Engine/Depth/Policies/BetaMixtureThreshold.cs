namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>
/// FREE's adaptive threshold (2310.05424, section 4.3): how confident rows were at the exit, and whether full depth then agreed, as a mixture of two Beta
/// distributions; the threshold is the least confidence at which agreement is probable enough.
/// </summary>
/// <remarks>Labels come for free with every deep pass. The history is bounded: the newest pairs replace the oldest.</remarks>
internal sealed class BetaMixtureThreshold
{
    private const int HistoryMax = 2048;
    private const int PairsMin = 32;
    private const double Edge = 1e-4; // confidences of exactly 0 or 1 have no density

    private readonly IBetaMixtureFit _fit;
    private readonly double[] _confidences = new double[HistoryMax];
    private readonly bool[] _agreed = new bool[HistoryMax];
    private int _next;

    /// <summary>Starts without data.</summary>
    /// <param name="initialThreshold">The threshold until <see cref="Refit"/> has enough pairs.</param>
    /// <param name="adaptation">The paper's fit, or the published code's for comparison.</param>
    /// <exception cref="ArgumentOutOfRangeException">The adaptation is none.</exception>
    public BetaMixtureThreshold(float initialThreshold, ThresholdAdaptation adaptation)
    {
        _fit = adaptation switch
        {
            ThresholdAdaptation.BetaMixture => new BetaMixtureFit(),
            ThresholdAdaptation.BetaMixtureAsPublished => new PublishedBetaMixtureFit(),
            _ => throw new ArgumentOutOfRangeException(nameof(adaptation), adaptation, "Only the two Beta mixtures fit a threshold."),
        };
        Threshold = initialThreshold;
    }

    /// <summary>What a confidence must exceed to leave, in (0, 1]; 1 where no confidence is good enough.</summary>
    public float Threshold { get; private set; }

    /// <summary>Pairs remembered.</summary>
    public int Pairs { get; private set; }

    /// <summary>Takes a row's confidence at the exit, and whether the token there was full depth's. Not-a-number is passed over.</summary>
    public void Add(float confidence, bool agreed)
    {
        if (float.IsNaN(confidence))
        {
            return;
        }

        _confidences[_next] = Math.Clamp(confidence, Edge, 1 - Edge);
        _agreed[_next] = agreed;
        _next = (_next + 1) % HistoryMax;
        Pairs = Math.Min(Pairs + 1, HistoryMax);
    }

    /// <summary>Fits the mixture to the pairs remembered and sets the threshold; does nothing before there are 32. FREE does this before each reply.</summary>
    public void Refit()
    {
        if (Pairs >= PairsMin)
        {
            Threshold = _fit.Fit(_confidences.AsSpan(0, Pairs), _agreed.AsSpan(0, Pairs));
        }
    }
}
