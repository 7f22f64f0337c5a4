namespace AdaptiveProvider.Training.Data;

/// <summary>What the building of a store did.</summary>
/// <param name="Documents">Documents that went in, before any was cut.</param>
/// <param name="Duplicates">Documents left out because an earlier one has the same content.</param>
/// <param name="Cache">Where the tokens came from.</param>
public sealed record TokenStoreReport(int Documents, int Duplicates, TokenCacheUse Cache);
