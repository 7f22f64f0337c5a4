namespace AdaptiveProvider.Models.Weights;

/// <summary>One application of a weight layer.</summary>
/// <param name="Layer">Index of the weight layer.</param>
/// <param name="Loop">Which loop of its stage, from 0.</param>
public readonly record struct LayerLoop(int Layer, int Loop);
