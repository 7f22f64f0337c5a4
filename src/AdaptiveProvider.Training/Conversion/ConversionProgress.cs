namespace AdaptiveProvider.Training.Conversion;

/// <summary>How far a conversion is.</summary>
/// <param name="Done">Matrices done.</param>
/// <param name="Total">Matrices in all.</param>
/// <param name="Item">What was done last.</param>
public readonly record struct ConversionProgress(int Done, int Total, string Item);
