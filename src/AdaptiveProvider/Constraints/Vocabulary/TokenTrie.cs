namespace AdaptiveProvider.Constraints.Vocabulary;

/// <summary>Tokens by their bytes, as a tree laid out in the order of a walk: a branch that is not allowed is skipped in one step.</summary>
internal sealed class TokenTrie
{
    private readonly byte[] _bytes; // [nodes], the byte that leads to a node
    private readonly ushort[] _depths; // [nodes], bytes before that one
    private readonly int[] _ends; // [nodes], one past the last node below
    private readonly int[] _firstTokens; // [nodes + 1], into the tokens
    private readonly int[] _tokens;

    /// <summary>Builds the tree.</summary>
    /// <param name="tokens">Tokens with their bytes; at least one byte each.</param>
    public TokenTrie(IEnumerable<(byte[] Bytes, int Token)> tokens)
    {
        var sorted = tokens.ToList();
        sorted.Sort((left, right) => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes) is var order && order != 0 ? order : left.Token.CompareTo(right.Token));
        List<byte> bytes = [];
        List<ushort> depths = [];
        List<int> firstTokens = [];
        _tokens = [.. sorted.Select(token => token.Token)];
        byte[] previous = [];
        for (int i = 0; i < sorted.Count; i++)
        {
            byte[] next = sorted[i].Bytes;
            for (int depth = previous.AsSpan().CommonPrefixLength(next); depth < next.Length; depth++)
            {
                bytes.Add(next[depth]);
                depths.Add((ushort)depth);
                firstTokens.Add(i);
            }

            previous = next;
        }

        // The nodes on the way to a token's last begin, like it, with that token, so that they have none of their own.
        (_bytes, _depths) = ([.. bytes], [.. depths]);
        firstTokens.Add(sorted.Count);
        _firstTokens = [.. firstTokens];
        _ends = Ends(_depths);
        DepthMax = _depths.Length == 0 ? 0 : _depths.Max() + 1;
    }

    /// <summary>Bytes of the longest token.</summary>
    public int DepthMax { get; }

    /// <summary>Nodes.</summary>
    public int Count => _bytes.Length;

    /// <summary>The byte that leads to a node.</summary>
    public byte ByteAt(int node) => _bytes[node];

    /// <summary>Bytes before that one.</summary>
    public int DepthAt(int node) => _depths[node];

    /// <summary>The node behind all nodes below one.</summary>
    public int EndOf(int node) => _ends[node];

    /// <summary>The tokens that end at a node.</summary>
    public ReadOnlySpan<int> TokensAt(int node) => _tokens.AsSpan(_firstTokens[node].._firstTokens[node + 1]);

    /// <summary>The child of a node, or of the root for -1, that a byte leads to; -1 for none.</summary>
    public int Child(int node, byte value)
    {
        int end = node < 0 ? Count : _ends[node];
        for (int child = node + 1; child < end; child = _ends[child])
        {
            if (_bytes[child] == value)
            {
                return child;
            }
        }

        return -1;
    }

    private static int[] Ends(ushort[] depths)
    {
        int[] ends = new int[depths.Length];
        var open = new Stack<int>();
        for (int node = 0; node <= depths.Length; node++)
        {
            while (open.TryPeek(out int last) && (node == depths.Length || depths[last] >= depths[node]))
            {
                ends[open.Pop()] = node;
            }

            open.Push(node);
        }

        return ends;
    }
}
