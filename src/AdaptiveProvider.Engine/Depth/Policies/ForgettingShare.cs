namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>The share of trials that succeed, as the mean of a Beta posterior whose older trials fade.</summary>
internal sealed class ForgettingShare
{
    private const double Memory = 0.98; // about the last 50 trials count
    private const double PriorTrials = 4;

    private double _successes;
    private double _trials;

    /// <summary>Starts from an expectation, 0 to 1, that counts like a few trials.</summary>
    public ForgettingShare(double prior)
    {
        _successes = PriorTrials * prior;
        _trials = PriorTrials;
    }

    /// <summary>The share, 0 to 1.</summary>
    public double Mean => _successes / _trials;

    /// <summary>Takes in trials.</summary>
    public void Add(int successes, int failures)
    {
        double kept = Math.Pow(Memory, successes + failures);
        _successes = (kept * _successes) + successes;
        _trials = (kept * _trials) + successes + failures;
    }

    /// <summary>Lets all trials so far count less, since what they say is old.</summary>
    public void Fade(double kept) => (_successes, _trials) = (kept * _successes, kept * _trials);
}
