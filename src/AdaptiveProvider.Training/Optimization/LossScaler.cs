namespace AdaptiveProvider.Training.Optimization;

/// <summary>
/// Multiplies the gradients of half-precision training, whose smallest would vanish, by the largest factor that overflows only now and then
/// (Micikevicius et al. 2018): doubled after 2,000 good steps, halved by a step that overflows, which is not taken.
/// </summary>
/// <param name="isActive">False for types of single precision's range: the factor stays 1, and an overflow is an error.</param>
internal sealed class LossScaler(bool isActive)
{
    private const double First = 65536, Smallest = 1.0 / 65536, Largest = 1 << 24;
    private const int GrowthInterval = 2000;
    private int _goodSteps;

    /// <summary>The factor of the next step.</summary>
    public double Scale { get; private set; } = isActive ? First : 1;

    /// <summary>For checkpoints; null when inactive.</summary>
    public LossScalerState? State
    {
        get => isActive ? new LossScalerState(Scale, _goodSteps) : null;
        set => (Scale, _goodSteps) = isActive && value is not null ? (value.Scale, value.GoodSteps) : (Scale, _goodSteps);
    }

    /// <summary>Learns how a step went.</summary>
    /// <param name="isFinite">True when every gradient was a number.</param>
    /// <returns>False when nothing can be done about it: the step is lost and so are the next.</returns>
    public bool Update(bool isFinite)
    {
        if (!isActive || (!isFinite && Scale <= Smallest))
        {
            return isFinite;
        }

        _goodSteps = isFinite ? _goodSteps + 1 : 0;
        if (!isFinite)
        {
            Scale /= 2;
        }
        else if (_goodSteps == GrowthInterval)
        {
            (Scale, _goodSteps) = (Math.Min(Largest, Scale * 2), 0);
        }

        return true;
    }
}
