namespace AdaptiveProvider.Models.Tokenization;

/// <summary>The model's own tokens, both ways; added tokens are kept beside it.</summary>
internal sealed class Vocabulary
{
    // Published vocabularies number their tokens almost without gaps; a far larger id would only make tables huge.
    public const int GapMax = 1 << 20;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _idsBySpan;
    private readonly string?[] _tokens;

    private Vocabulary(Dictionary<string, int> ids, string?[] tokens)
    {
        _ids = ids;
        _idsBySpan = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = tokens;
    }

    /// <summary>One more than the largest id.</summary>
    public int Size => _tokens.Length;

    public IReadOnlyDictionary<string, int> Ids => _ids;

    public static Vocabulary Read(JsonField field)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var largest = -1;
        foreach (var (token, value) in field.Members())
        {
            var id = value.AsInt32();
            ids[token] = id;
            largest = Math.Max(largest, id);
        }

        if (largest >= ids.Count + GapMax)
        {
            throw field.Fault($"holds the id {largest} but only {ids.Count} tokens; ids must be nearly consecutive.");
        }

        var tokens = new string?[largest + 1];
        foreach (var (token, id) in ids)
        {
            tokens[id] = token;
        }

        return new Vocabulary(ids, tokens);
    }

    public string? TokenAt(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    public bool TryGetId(ReadOnlySpan<char> token, out int id) => _idsBySpan.TryGetValue(token, out id);
}
