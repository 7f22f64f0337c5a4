namespace AdaptiveProvider.Constraints;

/// <summary>Keeps the values that were used last. Safe for any thread; the same value may be made twice at once, of which one is kept.</summary>
/// <param name="countMax">Most values.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int countMax)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new(); // the last used first

    /// <summary>The value of a key, made where it is not there.</summary>
    public TValue GetOrAdd(TKey key, Func<TValue> make)
    {
        if (TryGet(key, out var known))
        {
            return known;
        }

        var value = make();
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out var node))
            {
                return node.Value.Value;
            }

            _nodes.Add(key, _order.AddFirst((key, value)));
            if (_nodes.Count > countMax)
            {
                _nodes.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }

            return value;
        }
    }

    private bool TryGet(TKey key, out TValue value)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                value = default!;
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }
}
