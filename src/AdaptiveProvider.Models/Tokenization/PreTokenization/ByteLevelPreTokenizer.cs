using System.Text;
using AdaptiveProvider.Models.Tokenization.Patterns;

namespace AdaptiveProvider.Models.Tokenization.PreTokenization;

/// <summary>GPT-2's way: cut by its expression, then spell every byte as a printable character.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool useExpression) : PreTokenizer
{
    private const string Expression =
        @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly Lazy<SplitPreTokenizer> Cut = new(() => new SplitPreTokenizer(
        RegexPattern.Create(Expression, problem => new ModelFormatException("tokenizer.json", "pre_tokenizer", problem)),
        SplitBehavior.Isolated));

    public override void Split(TextPiece piece, List<TextPiece> output)
    {
        if (addPrefixSpace && piece.Span is not [' ', ..])
        {
            piece = piece with { Text = $" {piece.Span}".AsMemory() };
        }

        if (!useExpression)
        {
            output.Add(new TextPiece(Spell(piece.Span), piece.AtStart));
            return;
        }

        // One buffer for the whole piece, cut afterwards: words are many and short.
        var words = new List<TextPiece>();
        Cut.Value.Split(piece, words);
        var spelled = new TextPiece(Spell(piece.Span), piece.AtStart);
        var start = 0;
        foreach (var word in words)
        {
            var end = start + Encoding.UTF8.GetByteCount(word.Span);
            output.Add(spelled.Slice(start, end));
            start = end;
        }
    }

    private static ReadOnlyMemory<char> Spell(ReadOnlySpan<char> text)
    {
        var utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        var characters = new char[utf8.Length];
        for (var i = 0; i < utf8.Length; i++)
        {
            characters[i] = ByteAlphabet.ToCharacter(utf8[i]);
        }

        return characters;
    }
}
