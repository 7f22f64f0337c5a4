namespace AdaptiveProvider.Training.Data;

/// <summary>The held-out documents of a source as batches for evaluation.</summary>
/// <param name="Source">The source or group.</param>
/// <param name="Batches">The same in every run; the last one has padding.</param>
/// <param name="PredictedTokens">Places with a target in all batches.</param>
/// <param name="PredictedBytes">Bytes of UTF-8 of those targets, for bits per byte.</param>
public sealed record HeldOutSet(string Source, IReadOnlyList<PackedBatch> Batches, long PredictedTokens, long PredictedBytes);
