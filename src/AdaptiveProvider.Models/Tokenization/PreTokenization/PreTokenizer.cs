namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>Cuts a piece of normalized text into smaller ones; tokens never cross a cut.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Appends the pieces of <paramref name="piece"/> in order; empty ones are left out.</summary>
    public abstract void Split(TextPiece piece, List<TextPiece> output);
}
