namespace AdaptiveProvider;

/// <summary>How far loading has come.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Fraction">How much of the whole is done, from 0 to 1.</param>
public readonly record struct ModelLoadProgress(ModelLoadPhase Phase, double Fraction);
