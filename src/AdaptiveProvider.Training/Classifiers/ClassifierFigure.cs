namespace AdaptiveProvider.Training.Classifiers;

/// <summary>How well the classifier of one exit does on held-out tokens.</summary>
/// <param name="Layers">Layer applications before the exit, the tail's not counted.</param>
/// <param name="FittedTokens">Tokens that it was fitted to.</param>
/// <param name="HeldOutTokens">Tokens that it is judged by.</param>
/// <param name="Agreement">The share of these at which the exit's token is full depth's, 0 to 1.</param>
/// <param name="Accuracy">The share at which the classifier, at one half, says so rightly, 0 to 1.</param>
/// <param name="AreaUnderCurve">The chance that it gives a token that agrees more than one that does not, 0 to 1; one half is guessing; null where all or none agree.</param>
/// <param name="MarginAreaUnderCurve">The same of the softmax margin, which needs the head.</param>
/// <param name="Calibration">What it promises beside what it keeps.</param>
public sealed record ClassifierFigure(
    int Layers,
    int FittedTokens,
    int HeldOutTokens,
    double Agreement,
    double Accuracy,
    double? AreaUnderCurve,
    double? MarginAreaUnderCurve,
    IReadOnlyList<CalibrationBin> Calibration);
