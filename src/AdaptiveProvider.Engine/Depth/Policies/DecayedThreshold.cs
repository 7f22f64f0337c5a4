namespace AdaptiveProvider.Engine.Depth.Policies;

/// <summary>A confidence threshold that falls with the position in the reply: early mistakes cost more than late ones (CALM, 2207.07061, equation 5).</summary>
/// <param name="Threshold">λ: what a confidence must exceed at the reply's first token.</param>
/// <param name="Decay">τ: how fast it falls; 0 keeps it.</param>
/// <param name="LengthMax">N: most tokens of the reply; at least 1.</param>
internal readonly record struct DecayedThreshold(float Threshold, float Decay, int LengthMax)
{
    /// <summary>The threshold for the token at <paramref name="index"/> of the reply, from 0: 0.9 λ + 0.1 λ exp(-τ t / N).</summary>
    public float At(int index) => Decay == 0 ? Threshold : (0.9f * Threshold) + (0.1f * Threshold * MathF.Exp(-Decay * index / LengthMax));
}
