namespace AdaptiveProvider.Models.Tokenization.BytePairs;

/// <summary>A binary heap of candidate merges over borrowed memory: lowest rank first, then leftmost.</summary>
internal ref struct MergeQueue
{
    private readonly Span<ulong> _heap;
    private int _count;

    public MergeQueue(Span<ulong> memory) => _heap = memory;

    public void Push(int rank, int position)
    {
        var entry = ((ulong)(uint)rank << 32) | (uint)position;
        var hole = _count++;
        while (hole > 0)
        {
            var parent = (hole - 1) / 2;
            if (_heap[parent] <= entry)
            {
                break;
            }

            _heap[hole] = _heap[parent];
            hole = parent;
        }

        _heap[hole] = entry;
    }

    public bool TryPop(out int rank, out int position)
    {
        if (_count == 0)
        {
            (rank, position) = (0, 0);
            return false;
        }

        var top = _heap[0];
        (rank, position) = ((int)(top >> 32), (int)(uint)top);
        Sink(_heap[--_count]);
        return true;
    }

    private readonly void Sink(ulong entry)
    {
        var hole = 0;
        for (var child = 1; child < _count; child = (2 * hole) + 1)
        {
            if (child + 1 < _count && _heap[child + 1] < _heap[child])
            {
                child++;
            }

            if (entry <= _heap[child])
            {
                break;
            }

            _heap[hole] = _heap[child];
            hole = child;
        }

        if (_count > 0)
        {
            _heap[hole] = entry;
        }
    }
}
