using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Data;

/// <summary>A trained vocabulary: special tokens first, then the 256 bytes, then a token per merge in the order of merging.</summary>
public sealed class BytePairVocabulary
{
    private readonly List<byte[]> _tokens = [];

    internal BytePairVocabulary(ImmutableArray<string> specialTokens)
    {
        SpecialTokens = specialTokens;
        _tokens.AddRange(specialTokens.Select(token => System.Text.Encoding.UTF8.GetBytes(token)));
        _tokens.AddRange(Enumerable.Range(0, 256).Select(value => new[] { (byte)value }));
    }

    /// <summary>The special tokens; their ids are their places.</summary>
    public ImmutableArray<string> SpecialTokens { get; }

    /// <summary>Tokens in all.</summary>
    public int Size => _tokens.Count;

    /// <summary>The id of byte 0.</summary>
    public int FirstByte => SpecialTokens.Length;

    /// <summary>The ids that each merge joins; the first merge makes the token after the bytes.</summary>
    public IReadOnlyList<(int Left, int Right)> Merges => MergeList;

    internal List<(int Left, int Right)> MergeList { get; } = [];

    /// <summary>The bytes of a token.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => _tokens[id];

    /// <summary>Adds the token that two others make; returns its id.</summary>
    internal int Merge(int left, int right)
    {
        _tokens.Add([.. _tokens[left], .. _tokens[right]]);
        MergeList.Add((left, right));
        return _tokens.Count - 1;
    }
}
