using System.Buffers;

namespace AdaptiveProvider.Models.Tokenization.BytePairs;

/// <summary>
/// Applies merges to one word in O(n log n): a linked list of symbols and a queue of candidates, stale ones skipped when they surface.
/// </summary>
internal static class WordMerger
{
    private const int StackSymbolsMax = 64;

    /// <summary>Merges the symbols in place and returns how many are left at the front of <paramref name="symbols"/>.</summary>
    public static int Merge(Span<int> symbols, MergeTable merges)
    {
        if (symbols.Length <= StackSymbolsMax)
        {
            Span<int> links = stackalloc int[2 * StackSymbolsMax];
            Span<ulong> queue = stackalloc ulong[2 * StackSymbolsMax];
            return Merge(symbols, links, queue, merges);
        }

        var rentedLinks = ArrayPool<int>.Shared.Rent(2 * symbols.Length);
        var rentedQueue = ArrayPool<ulong>.Shared.Rent(2 * symbols.Length);
        try
        {
            return Merge(symbols, rentedLinks, rentedQueue, merges);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rentedLinks);
            ArrayPool<ulong>.Shared.Return(rentedQueue);
        }
    }

    private static int Merge(Span<int> symbols, Span<int> links, Span<ulong> memory, MergeTable merges)
    {
        const int Removed = -1;
        var count = symbols.Length;
        var previous = links[..count];
        var next = links.Slice(count, count);

        // The first fill is count - 1 entries and every merge adds at most one more than it took: 2 * count is enough.
        var queue = new MergeQueue(memory);
        for (var i = 0; i < count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            if (i + 1 < count)
            {
                Offer(ref queue, merges, symbols[i], symbols[i + 1], i);
            }
        }

        while (queue.TryPop(out var rank, out var at))
        {
            var right = next[at];
            if (symbols[at] == Removed || right >= count)
            {
                continue;
            }

            // Stale unless the pair standing here now still merges into the same token (the reference compares the result, not the rank).
            var current = merges.RankOf(symbols[at], symbols[right]);
            if (current < 0 || merges.ResultOf(current) != merges.ResultOf(rank))
            {
                continue;
            }

            symbols[at] = merges.ResultOf(rank);
            symbols[right] = Removed;
            next[at] = next[right];
            if (next[at] < count)
            {
                previous[next[at]] = at;
                Offer(ref queue, merges, symbols[at], symbols[next[at]], at);
            }

            if (previous[at] >= 0)
            {
                Offer(ref queue, merges, symbols[previous[at]], symbols[at], previous[at]);
            }
        }

        var kept = 0;
        for (var i = 0; i < count; i = next[i])
        {
            symbols[kept++] = symbols[i];
        }

        return kept;
    }

    private static void Offer(ref MergeQueue queue, MergeTable merges, int left, int right, int position)
    {
        var rank = merges.RankOf(left, right);
        if (rank >= 0)
        {
            queue.Push(rank, position);
        }
    }
}
