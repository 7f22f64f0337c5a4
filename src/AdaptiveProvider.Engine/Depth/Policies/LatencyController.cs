namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>Turns measured time per generated token into the share of depth that holds a target.</summary>
/// <remarks>
/// An integrator on the logarithm of the share, behind an exponential mean of the time. Time grows at most in proportion to depth whatever part of it is
/// fixed, so in logarithms the loop's gain is at most 1 on every machine, and an integrator four times slower than the mean does not oscillate.
/// </remarks>
internal sealed class LatencyController
{
    private const double TimeMemory = 1 / 8.0;
    private const double Gain = TimeMemory / 4;
    private const double OutlierRatio = 3; // a pause of the machine is no sign of depth

    private readonly double _target;
    private readonly double _leastShare;
    private double _meanSeconds;

    /// <summary>Starts at full depth.</summary>
    /// <param name="target">Time per generated token to hold; above zero.</param>
    /// <param name="leastShare">The least share of depth to go down to, above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public LatencyController(TimeSpan target, double leastShare)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target, TimeSpan.Zero);
        if (!(leastShare > 0 && leastShare <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(leastShare), leastShare, "The least share of depth is above 0 and at most 1.");
        }

        _target = target.TotalSeconds;
        _leastShare = leastShare;
    }

    /// <summary>The depth budget of the tokens to come: a share of full depth, from the least share to 1.</summary>
    public double Share { get; private set; } = 1;

    /// <summary>The exponential mean of the time per token; zero before the first.</summary>
    public TimeSpan MeanTime => TimeSpan.FromSeconds(_meanSeconds);

    /// <summary>Takes the time since the token before. Nothing is learnt from a time that is not above zero.</summary>
    public void TokenFinished(TimeSpan elapsed)
    {
        double seconds = elapsed.TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        _meanSeconds = _meanSeconds == 0 ? seconds : _meanSeconds + (TimeMemory * (Math.Min(seconds, OutlierRatio * _meanSeconds) - _meanSeconds));
        Share = Math.Clamp(Share * Math.Pow(_target / _meanSeconds, Gain), _leastShare, 1);
    }
}
