namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>Exact one-sided bounds of a probability from independent trials (Clopper and Pearson, 1934).</summary>
public static class ClopperPearson
{
    private const int BisectionSteps = 60;

    /// <summary>The lower bound: the probability below which so many successes or more are rarer than 1 - confidence.</summary>
    /// <param name="successes">From 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="confidence">Above 0, below 1; 0.95 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double Lower(long successes, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is above 0 and below 1.");
        }

        // P(successes or more | p) = I_p(successes, trials - successes + 1) rises with p: find where it is 1 - confidence.
        var (low, high) = (0.0, successes == 0 ? 0.0 : 1.0);
        for (int step = 0; step < BisectionSteps && high > low; step++)
        {
            double middle = (low + high) / 2;
            bool isRarer = BetaFunction.RegularizedIncomplete(successes, trials - successes + 1, middle) < 1 - confidence;
            (low, high) = isRarer ? (middle, high) : (low, middle);
        }

        return low;
    }
}
