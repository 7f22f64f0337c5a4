namespace AdaptiveProvider.Training.Optimization;

/// <summary>Warm-up, stable, decay: linear up, constant, linear down to zero.</summary>
/// <param name="Peak">The constant rate.</param>
/// <param name="WarmUpSteps">Steps of the way up.</param>
/// <param name="TotalSteps">All steps.</param>
/// <param name="DecayFraction">Share of all steps that the way down takes; published: 0.2.</param>
public sealed record LearningRateSchedule(double Peak, long WarmUpSteps, long TotalSteps, double DecayFraction = 0.2)
{
    /// <summary>The rate of a step, counted from 0.</summary>
    public double At(long step)
    {
        double up = WarmUpSteps == 0 ? 1 : (step + 1.0) / WarmUpSteps;
        double decaySteps = TotalSteps * DecayFraction;
        double down = decaySteps == 0 ? 1 : (TotalSteps - step) / decaySteps;
        return Peak * Math.Clamp(Math.Min(up, down), 0, 1);
    }
}
