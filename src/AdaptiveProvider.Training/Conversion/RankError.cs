namespace AdaptiveProvider.Training.Conversion;

/// <summary>How far the shared layers' matrices would be from the original's with pairs of some rank.</summary>
/// <param name="Rank">The rank; 0 without pairs.</param>
/// <param name="RelativeError">Frobenius norm of all differences over that of all original matrices, 0 to about 1.4.</param>
public readonly record struct RankError(int Rank, double RelativeError);
