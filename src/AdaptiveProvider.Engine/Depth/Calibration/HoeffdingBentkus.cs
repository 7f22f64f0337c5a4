namespace AdaptiveProvider.Engine.Depth.Calibration;

/// <summary>How improbable a mean of bounded losses is if the true risk exceeds a level (Bates et al. 2021; CALM, 2207.07061, uses it to choose its threshold).</summary>
public static class HoeffdingBentkus
{
    /// <summary>A valid p-value, 0 to 1, for "the risk is above <paramref name="level"/>"; small values let one reject that.</summary>
    /// <param name="meanLoss">Mean of independent losses, each 0 to 1.</param>
    /// <param name="trials">Number of losses; at least 1.</param>
    /// <param name="level">The risk to hold, above 0, below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double PValue(double meanLoss, long trials, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        if (!(meanLoss >= 0 && meanLoss <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(meanLoss), meanLoss, "A mean loss is from 0 to 1.");
        }

        if (!(level > 0 && level < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A risk level is above 0 and below 1.");
        }

        double hoeffding = Math.Exp(-trials * RelativeEntropy(Math.Min(meanLoss, level), level));
        double bentkus = Math.E * BinomialAtMost((long)Math.Ceiling((trials * meanLoss) - 1e-9), trials, level);
        return Math.Min(1, Math.Min(hoeffding, bentkus));
    }

    /// <summary>The least risk that is rejected: with this confidence the true risk is not above it.</summary>
    /// <param name="meanLoss">Mean of independent losses, each 0 to 1.</param>
    /// <param name="trials">Number of losses; at least 1.</param>
    /// <param name="confidence">Above 0, below 1; 0.95 is usual.</param>
    /// <returns>From the mean loss to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static double UpperBound(double meanLoss, long trials, double confidence = 0.95)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is above 0 and below 1.");
        }

        // The p-value falls with the level from 1 at the mean loss.
        const int BisectionSteps = 50;
        var (low, high) = (meanLoss, 1.0);
        for (int step = 0; step < BisectionSteps && high > low; step++)
        {
            double middle = (low + high) / 2;
            bool isRejected = middle is > 0 and < 1 && PValue(meanLoss, trials, middle) <= 1 - confidence;
            (low, high) = isRejected ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static double RelativeEntropy(double a, double b) => Term(a, b) + Term(1 - a, 1 - b);

    private static double Term(double a, double b) => a == 0 ? 0 : a * Math.Log(a / b);

    private static double BinomialAtMost(long successes, long trials, double probability)
        => successes >= trials ? 1 : BetaFunction.RegularizedIncomplete(trials - successes, successes + 1, 1 - probability);
}
