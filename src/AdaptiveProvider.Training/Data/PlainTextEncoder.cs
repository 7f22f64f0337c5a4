using System.Buffers;
using System.Text;
using AdaptiveProvider.Models.Tokenization;

namespace AdaptiveProvider.Training.Data;

/// <summary>Encodes what people wrote: the spelling of a special token in it stays text and steers nothing.</summary>
internal sealed class PlainTextEncoder
{
    private readonly Tokenizer _tokenizer;
    private readonly SearchValues<string> _spellings;

    public PlainTextEncoder(Tokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        var special = Enumerable.Range(0, tokenizer.VocabularySize).Where(tokenizer.IsSpecial);
        _spellings = SearchValues.Create([.. special.Select(id => Encoding.UTF8.GetString(tokenizer.GetTokenBytes(id))).Where(text => text.Length > 1)], StringComparison.Ordinal);
    }

    /// <summary>Appends the tokens of a text.</summary>
    public void Append(string text, List<int> tokens)
    {
        var done = 0;
        for (var at = text.AsSpan().IndexOfAny(_spellings); at >= 0; at = text.AsSpan(done).IndexOfAny(_spellings))
        {
            // Cut within the spelling, after its first character.
            var next = done + at + 1;
            tokens.AddRange(_tokenizer.Encode(text[done..next], addSpecialTokens: false));
            done = next;
        }

        tokens.AddRange(_tokenizer.Encode(done == 0 ? text : text[done..], addSpecialTokens: false));
    }
}
