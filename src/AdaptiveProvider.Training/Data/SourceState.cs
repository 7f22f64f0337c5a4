namespace AdaptiveProvider.Training.Data;

/// <summary>How far a group of sources has been drawn.</summary>
/// <param name="Name">The entry of the mix.</param>
/// <param name="Epoch">How often all its documents have been drawn.</param>
/// <param name="Position">Documents drawn in this epoch.</param>
/// <param name="Tokens">Tokens drawn in all.</param>
public sealed record SourceState(string Name, int Epoch, int Position, long Tokens);
