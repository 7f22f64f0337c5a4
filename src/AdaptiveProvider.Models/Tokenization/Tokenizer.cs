using AdaptiveProvider.Models.Tokenization.Decoding;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>Text to tokens and back, as a Hugging Face tokenizer.json says. Immutable and safe for many callers at once.</summary>
public sealed class Tokenizer
{
    private readonly TextEncoder _encoder;
    private readonly TokenTable _tokens;
    private readonly DecoderPlan _decoder;
    private readonly Lazy<TokenBytes> _bytes;

    internal Tokenizer(TextEncoder encoder, TokenTable tokens, DecoderPlan decoder)
    {
        (_encoder, _tokens, _decoder) = (encoder, tokens, decoder);
        _bytes = new Lazy<TokenBytes>(() => new TokenBytes(tokens, decoder));
    }

    /// <summary>The token that begins a text, from tokenizer_config.json; null when it names none.</summary>
    public string? BosToken { get; init; }

    /// <summary>The token that ends a text or a turn, from tokenizer_config.json; null when it names none.</summary>
    public string? EosToken { get; init; }

    /// <summary>The token that fills batches up, from tokenizer_config.json; null when it names none.</summary>
    public string? PadToken { get; init; }

    /// <summary>The token for what the vocabulary cannot spell, from tokenizer_config.json; null when it names none.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>One more than the largest id, added tokens included; a model's embedding may have more rows.</summary>
    public int VocabularySize => _tokens.Size;

    /// <summary>Loads tokenizer.json, and tokenizer_config.json where it lies beside it.</summary>
    /// <param name="folderOrFile">A model folder, or a tokenizer.json of any name.</param>
    /// <exception cref="ModelFormatException">A file is missing, damaged or uses a component that is not supported; the message names it.</exception>
    public static Tokenizer Load(string folderOrFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderOrFile);

        return TokenizerFiles.Load(folderOrFile);
    }

    /// <summary>The tokens of a text. Special tokens written in the text are recognised; half surrogate pairs count as U+FFFD.</summary>
    /// <param name="text">Any text; the time is linear in its length up to a logarithm.</param>
    /// <param name="addSpecialTokens">Whether the tokens that the tokenizer puts around a text (BOS, EOS) are added.</param>
    /// <exception cref="ModelFormatException">An expression of the tokenizer needs too long for this text.</exception>
    public int[] Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);

        return _encoder.Encode(text, addSpecialTokens);
    }

    /// <summary>The text of tokens; the same as an <see cref="IncrementalDetokenizer"/> gives piece by piece.</summary>
    /// <param name="ids">Tokens; ids the tokenizer does not know are left out, since a model may have more rows than there are tokens.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        var detokenizer = new IncrementalDetokenizer(_tokens, _decoder, skipSpecialTokens);
        foreach (var id in ids)
        {
            detokenizer.Take(id);
        }

        return detokenizer.Flush();
    }

    /// <summary>Starts decoding a stream of tokens.</summary>
    public IncrementalDetokenizer CreateDetokenizer(bool skipSpecialTokens = true) => new(_tokens, _decoder, skipSpecialTokens);

    /// <summary>The bytes of UTF-8 that a token adds within a text; none for an id the tokenizer does not know.</summary>
    public ReadOnlySpan<byte> GetTokenBytes(int id) => _bytes.Value.Of(id);

    /// <summary>Whether a token is special: control, not text.</summary>
    public bool IsSpecial(int id) => _tokens.IsSpecial(id);

    /// <summary>The id of the token with exactly this content, added or not; null when there is none.</summary>
    public int? FindToken(string content)
    {
        ArgumentNullException.ThrowIfNull(content);

        return _tokens.Find(content);
    }
}
