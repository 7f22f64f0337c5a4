using AdaptiveProvider.Models.Tokenization.AddedTokens;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>All tokens by content and by id: the model's own, and over them the added ones of tokenizer.json and tokenizer_config.json.</summary>
internal sealed class TokenTable(Vocabulary vocabulary)
{
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> _byId = [];

    public IReadOnlyCollection<AddedToken> AddedTokens => _byContent.Values;

    /// <summary>One more than the largest id.</summary>
    public int Size { get; private set; } = vocabulary.Size;

    public AddedToken? FindAdded(string content) => _byContent.GetValueOrDefault(content);

    public int? Find(string content)
        => FindAdded(content)?.Id ?? (vocabulary.TryGetId(content, out var id) ? id : null);

    public string? TokenAt(int id) => _byId.TryGetValue(id, out var added) ? added.Content : vocabulary.TokenAt(id);

    public bool IsSpecial(int id) => _byId.TryGetValue(id, out var added) && added.Special;

    /// <summary>Adds a token or, when its content is known, replaces its flags; an id it already has prevails over the file's.</summary>
    public void Add(AddedToken token, JsonField field)
    {
        if (token.Content.Length == 0)
        {
            return;
        }

        token = token with { Id = Find(token.Content) ?? token.Id };
        if (TokenAt(token.Id) is { } holder && holder != token.Content)
        {
            throw field.Fault($"the id {token.Id} of the token \"{token.Content}\" is taken by \"{holder}\".");
        }

        if (token.Id >= vocabulary.Size + Vocabulary.GapMax)
        {
            throw field.Fault($"the id {token.Id} is far beyond the vocabulary of {vocabulary.Size} tokens.");
        }

        _byContent[token.Content] = token;
        _byId[token.Id] = token;
        Size = Math.Max(Size, token.Id + 1);
    }
}
