using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Data;

/// <summary>A trained vocabulary: special tokens first, then the 256 bytes, then what merges make, in the order of merging.</summary>
public sealed class BytePairVocabulary
{
    private readonly List<byte[]> _tokens = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Left, int Right), int> _results = [];
    private readonly List<(int Left, int Right)> _merges = [];

    internal BytePairVocabulary(ImmutableArray<string> specialTokens)
    {
        SpecialTokens = specialTokens;
        _tokens.AddRange(specialTokens.Select(token => System.Text.Encoding.UTF8.GetBytes(token)));
        for (var value = 0; value < 256; value++)
        {
            Add([(byte)value]);
        }
    }

    /// <summary>The special tokens; their ids are their places.</summary>
    public ImmutableArray<string> SpecialTokens { get; }

    /// <summary>Tokens in all.</summary>
    public int Size => _tokens.Count;

    /// <summary>The id of byte 0.</summary>
    public int FirstByte => SpecialTokens.Length;

    /// <summary>The ids that each merge joins, in the order of preference; now and then two merges make the same token.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges => _merges;

    /// <summary>The bytes of a token.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => _tokens[id];

    /// <summary>Makes a token of two; returns its id, which is not a new one when other merges have led to the same bytes.</summary>
    internal int Merge(int left, int right)
    {
        if (!_results.TryGetValue((left, right), out var id))
        {
            byte[] bytes = [.. _tokens[left], .. _tokens[right]];
            id = _ids.TryGetValue(Latin1(bytes), out var known) ? known : Add(bytes);
            _results.Add((left, right), id);
            _merges.Add((left, right));
        }

        return id;
    }

    private int Add(byte[] bytes)
    {
        _ids.Add(Latin1(bytes), _tokens.Count);
        _tokens.Add(bytes);
        return _tokens.Count - 1;
    }

    // A string with a character per byte is a key that compares by content.
    private static string Latin1(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
