namespace AdaptiveProvider.Training.Classifiers;

/// <summary>Held-out tokens to which a classifier gives probabilities of a range.</summary>
/// <param name="From">The range begins here.</param>
/// <param name="To">And ends here; the last one includes its end.</param>
/// <param name="Tokens">Tokens in it.</param>
/// <param name="Predicted">Their mean probability, 0 to 1; 0 without tokens.</param>
/// <param name="Agreed">The share of them at which the exit agrees with full depth, 0 to 1; 0 without tokens.</param>
public sealed record CalibrationBin(double From, double To, int Tokens, double Predicted, double Agreed);
