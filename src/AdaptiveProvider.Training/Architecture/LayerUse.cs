namespace AdaptiveProvider.Training.Architecture;

/// <summary>One application of a weight layer.</summary>
/// <param name="Layer">Index of the unique weight layer.</param>
/// <param name="Loop">Which of its applications this is, from 0.</param>
public readonly record struct LayerUse(int Layer, int Loop);
