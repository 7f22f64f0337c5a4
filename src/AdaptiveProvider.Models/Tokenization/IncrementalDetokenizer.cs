using AdaptiveProvider.Models.Tokenization.Decoding;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>
/// Turns a stream of tokens into text as they come. Characters whose bytes are not all there, and text a later token could still change, wait.
/// For one caller at a time.
/// </summary>
public sealed class IncrementalDetokenizer
{
    private readonly TokenTable _tokens;
    private readonly DecoderPlan _decoder;
    private readonly bool _skipSpecialTokens;
    private readonly TextSink _sink = new();
    private DecodeStage _chain;

    internal IncrementalDetokenizer(TokenTable tokens, DecoderPlan decoder, bool skipSpecialTokens)
    {
        (_tokens, _decoder, _skipSpecialTokens) = (tokens, decoder, skipSpecialTokens);
        _chain = decoder.CreateChain(_sink);
    }

    /// <summary>The text that this token settles; often empty. An id the tokenizer does not know adds nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is negative.</exception>
    public string Append(int id)
    {
        Take(id);
        return _sink.Take();
    }

    /// <summary>The rest of the text, with U+FFFD for bytes that never became a character. A new text may follow.</summary>
    public string Flush()
    {
        _chain.Finish();
        _chain = _decoder.CreateChain(_sink);
        return _sink.Take();
    }

    internal void Take(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        if (_tokens.TokenAt(id) is { } token && !(_skipSpecialTokens && _tokens.IsSpecial(id)))
        {
            _chain.Write(token);
            _chain.EndToken();
        }
    }
}
