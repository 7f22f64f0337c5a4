namespace AdaptiveProvider.Training.Conversion;

/// <summary>What a conversion made.</summary>
/// <param name="OriginalParameters">Parameters of the original.</param>
/// <param name="Parameters">Parameters of the result, shared ones counted once.</param>
/// <param name="UniqueLayers">Weight layers of the result.</param>
/// <param name="LayerApplications">Layers of the original, and applications of the result at full depth.</param>
/// <param name="LoraRank">Rank of the pairs; 0 without.</param>
/// <param name="FullRank">The rank that loses nothing.</param>
/// <param name="ErrorByRank">What other ranks would lose, ascending; rank 0 only where no decomposition was needed.</param>
public sealed record ConversionReport(
    long OriginalParameters, long Parameters, int UniqueLayers, int LayerApplications, int LoraRank, int FullRank, IReadOnlyList<RankError> ErrorByRank);
