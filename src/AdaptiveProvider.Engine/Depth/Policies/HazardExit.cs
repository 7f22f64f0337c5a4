namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>Turns the hazards of a looped model's exit gate into the probability that the token has left, and leaves when it reaches a share (Ouro, 2510.25741, Q-exit).</summary>
/// <param name="share">q: leave as soon as the accumulated probability reaches it; 1 leaves only where the gate is certain.</param>
internal sealed class HazardExit(double share)
{
    private double _left;

    /// <summary>The probability, 0 to 1, that the token has left after the loops seen so far.</summary>
    public double Left => _left;

    /// <summary>Takes the hazard after the next loop, 0 to 1, and says whether the token leaves there. Numbers outside are taken as the nearest end, not-a-number as 0.</summary>
    public bool Leaves(float hazard)
    {
        double clamped = float.IsNaN(hazard) ? 0 : Math.Clamp(hazard, 0f, 1f);
        _left += clamped * (1 - _left);
        return _left >= share;
    }

    /// <summary>Starts the next token.</summary>
    public void Reset() => _left = 0;
}
