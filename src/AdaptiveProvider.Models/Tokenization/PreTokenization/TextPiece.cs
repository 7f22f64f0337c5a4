namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>A part of the text; <paramref name="AtStart"/> when it begins where the whole text began.</summary>
internal readonly record struct TextPiece(ReadOnlyMemory<char> Text, bool AtStart)
{
    public ReadOnlySpan<char> Span => Text.Span;

    public TextPiece Slice(int start, int end) => new(Text[start..end], AtStart && start == 0);
}
