using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Data;

/// <summary>Lays tokenised documents end to end.</summary>
internal sealed class TokenStoreWriter
{
    private readonly List<ushort> _tokens = [];
    private readonly List<byte> _assistantBits = [];
    private readonly List<int> _offsets = [0];
    private readonly List<ushort> _sources = [];
    private readonly List<bool> _isHeldOut = [];

    /// <summary>Appends a document.</summary>
    /// <exception cref="CorpusException">There are more tokens than a store holds.</exception>
    public void Add(TokenizedDocument document, int source, bool isHeldOut)
    {
        if ((long)_tokens.Count + document.Tokens.Length > Array.MaxLength)
        {
            throw new CorpusException($"The corpus has more than {Array.MaxLength} tokens, which is what a store holds. Build several stores.");
        }

        for (var i = 0; i < document.Tokens.Length; i++)
        {
            var bit = _tokens.Count & 7;
            if (bit == 0)
            {
                _assistantBits.Add(0);
            }

            _assistantBits[^1] |= (byte)((document.IsAssistant[i] ? 1 : 0) << bit);
            _tokens.Add((ushort)document.Tokens[i]);
        }

        _offsets.Add(_tokens.Count);
        _sources.Add((ushort)source);
        _isHeldOut.Add(isHeldOut);
    }

    public TokenStoreData Finish(string key, ImmutableArray<string> sources, ushort[] tokenBytes) => new()
    {
        Key = key,
        Sources = sources,
        Tokens = [.. _tokens],
        AssistantBits = [.. _assistantBits],
        Offsets = [.. _offsets],
        DocumentSources = [.. _sources],
        IsHeldOut = [.. _isHeldOut],
        TokenBytes = tokenBytes,
    };
}
