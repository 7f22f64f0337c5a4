namespace AdaptiveProvider.Training.Data;

/// <summary>A run of a document's tokens that goes into one row.</summary>
/// <param name="Document">The document in its store.</param>
/// <param name="Start">The first token's place in the document.</param>
/// <param name="Length">Tokens.</param>
public readonly record struct DocumentPiece(int Document, int Start, int Length);
