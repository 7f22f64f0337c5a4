namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Binary heaps of token ids ordered by logit, ties by id; over the caller's memory.</summary>
/// <param name="logits">The row, [vocabulary].</param>
/// <param name="tokens">The heap's ids, its root first.</param>
/// <param name="bestFirst">True for the best token at the root, false for the worst.</param>
internal readonly ref struct TokenHeap(ReadOnlySpan<float> logits, Span<int> tokens, bool bestFirst)
{
    private readonly ReadOnlySpan<float> _logits = logits;
    private readonly Span<int> _tokens = tokens;

    public int Root => _tokens[0];

    /// <summary>Puts ids in any order into heap order.</summary>
    public void Build()
    {
        for (int parent = (_tokens.Length / 2) - 1; parent >= 0; parent--)
        {
            SiftDown(parent, _tokens.Length);
        }
    }

    public void ReplaceRoot(int token)
    {
        _tokens[0] = token;
        SiftDown(0, _tokens.Length);
    }

    /// <summary>Moves the root behind a heap of <paramref name="count"/> ids, which shrinks by one, and returns it.</summary>
    public int Pop(int count)
    {
        int root = _tokens[0];
        _tokens[0] = _tokens[count - 1];
        _tokens[count - 1] = root;
        SiftDown(0, count - 1);
        return root;
    }

    private void SiftDown(int parent, int count)
    {
        int token = _tokens[parent];
        for (int child = (2 * parent) + 1; child < count; child = (2 * parent) + 1)
        {
            if (child + 1 < count && Precedes(_tokens[child + 1], _tokens[child]))
            {
                child++;
            }

            if (!Precedes(_tokens[child], token))
            {
                break;
            }

            _tokens[parent] = _tokens[child];
            parent = child;
        }

        _tokens[parent] = token;
    }

    private bool Precedes(int token, int other)
        => (_logits[token] > _logits[other] || (_logits[token] == _logits[other] && token < other)) == bestFirst;
}
