using System.Buffers;

namespace AdaptiveProvider.Models.Tokenization.AddedTokens;

/// <summary>Finds which of many strings begins at a place: the longest one.</summary>
internal sealed class AddedTokenTrie
{
    private readonly Dictionary<(int Node, char Next), int> _children = [];
    private readonly List<AddedToken?> _tokens = [null];
    private readonly SearchValues<char> _firsts;

    /// <summary>Builds the trie; of equal patterns the first counts, and empty ones match nothing.</summary>
    public AddedTokenTrie(IEnumerable<(string Pattern, AddedToken Token)> patterns)
    {
        var firsts = new HashSet<char>();
        foreach (var (pattern, token) in patterns)
        {
            if (pattern.Length > 0)
            {
                firsts.Add(pattern[0]);
                Insert(pattern, token);
            }
        }

        _firsts = SearchValues.Create([.. firsts]);
    }

    /// <summary>The next leftmost, longest match at or after <paramref name="from"/>; null when there is none.</summary>
    public AddedToken? FindNext(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (start = from; start < text.Length; start++)
        {
            var skip = text[start..].IndexOfAny(_firsts);
            if (skip < 0)
            {
                break;
            }

            start += skip;
            if (Longest(text, start, out end) is { } token)
            {
                return token;
            }
        }

        end = start = text.Length;
        return null;
    }

    private AddedToken? Longest(ReadOnlySpan<char> text, int start, out int end)
    {
        AddedToken? longest = null;
        var node = 0;
        end = start;
        for (var i = start; i < text.Length && _children.TryGetValue((node, text[i]), out node); i++)
        {
            if (_tokens[node] is { } token)
            {
                (longest, end) = (token, i + 1);
            }
        }

        return longest;
    }

    private void Insert(string pattern, AddedToken token)
    {
        var node = 0;
        foreach (var next in pattern)
        {
            if (!_children.TryGetValue((node, next), out var child))
            {
                child = _tokens.Count;
                _tokens.Add(null);
                _children.Add((node, next), child);
            }

            node = child;
        }

        _tokens[node] ??= token;
    }
}
