using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>What every layer of a conversion has in common.</summary>
/// <param name="Source">The original's folder, for errors.</param>
/// <param name="Rank">Rank of the pairs; 0 for none.</param>
/// <param name="HasLoopVectors">Each loop keeps its norm gains and biases.</param>
/// <param name="StoredType">What matrices are stored in; null for the original's type.</param>
internal sealed record LayerSettings(string Source, int Rank, bool HasLoopVectors, WeightType? StoredType);
