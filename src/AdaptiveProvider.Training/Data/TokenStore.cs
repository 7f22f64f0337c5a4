using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Data;

/// <summary>
/// A tokenised corpus: the tokens of all documents end to end, and per document its source, whether it is held out, and which tokens the
/// assistant wrote. A document here is a piece of at most <see cref="TokenStoreOptions.DocumentTokensMax"/> tokens. Immutable; safe for many readers.
/// </summary>
public sealed class TokenStore
{
    private readonly TokenStoreData _data;

    internal TokenStore(TokenStoreData data, TokenStoreReport report)
        => (_data, Report) = (data, report);

    /// <summary>What the building did.</summary>
    public TokenStoreReport Report { get; }

    /// <summary>Names the content: equal for equal documents, tokenizer and options.</summary>
    public string Key => _data.Key;

    /// <summary>The sources, in the order in which they were met.</summary>
    public ImmutableArray<string> Sources => _data.Sources;

    /// <summary>One more than the largest token.</summary>
    public int VocabularySize => _data.TokenBytes.Length;

    /// <summary>Documents in all, held out or not.</summary>
    public int DocumentCount => _data.DocumentSources.Length;

    /// <summary>Tokens in all, held out or not.</summary>
    public int TokenCount => _data.Tokens.Length;

    /// <summary>The tokens of a document.</summary>
    public ReadOnlySpan<ushort> TokensOf(int document)
        => _data.Tokens.AsSpan(_data.Offsets[document], LengthOf(document));

    /// <summary>Tokens of a document; at least 1.</summary>
    public int LengthOf(int document) => _data.Offsets[document + 1] - _data.Offsets[document];

    /// <summary>The place of a document's source in <see cref="Sources"/>.</summary>
    public int SourceOf(int document) => _data.DocumentSources[document];

    /// <summary>Whether a document is kept out of training.</summary>
    public bool IsHeldOut(int document) => _data.IsHeldOut[document];

    /// <summary>Whether the assistant wrote a document's token: its words and the end of its message.</summary>
    /// <param name="document">The document.</param>
    /// <param name="index">The token's place in it.</param>
    public bool IsAssistant(int document, int index)
    {
        var bit = _data.Offsets[document] + index;
        return (_data.AssistantBits[bit >> 3] >> (bit & 7) & 1) != 0;
    }

    /// <summary>Bytes of UTF-8 that a token stands for; 0 for a special token.</summary>
    public int BytesOf(int token) => _data.TokenBytes[token];
}
