namespace AdaptiveProvider.Training.Data;

/// <summary>Where a <see cref="BatchSource"/> stands; plain data that JSON can hold.</summary>
/// <param name="Fingerprint">Of the store, the mix and the settings; a state fits only the same.</param>
/// <param name="Batches">Batches given so far.</param>
/// <param name="Sources">Per entry of the mix.</param>
/// <param name="Waiting">Pieces drawn and not yet given.</param>
public sealed record BatchSourceState(string Fingerprint, long Batches, IReadOnlyList<SourceState> Sources, IReadOnlyList<DocumentPiece> Waiting);
