using System.Runtime.InteropServices;

namespace AdaptiveProvider.Training.Data;

/// <summary>The words of a corpus as symbols, with how often each pair of neighbours occurs and in which words.</summary>
internal sealed class PairIndex
{
    private readonly int[][] _words;
    private readonly int[] _lengths;
    private readonly long[] _wordCounts;
    private readonly Dictionary<long, Pair> _pairs = [];

    // Largest count first, then the smallest ids: the order of the words never matters. Counts that fell are put right when they surface.
    private readonly PriorityQueue<long, (long NegativeCount, long Key)> _queue = new();

    private sealed class Pair
    {
        public long Count;
        public readonly List<int> Words = [];
    }

    /// <summary>Indexes words.</summary>
    /// <param name="words">The symbols of each word.</param>
    /// <param name="wordCounts">How often each word occurs.</param>
    public PairIndex(int[][] words, long[] wordCounts)
    {
        (_words, _wordCounts) = (words, wordCounts);
        _lengths = [.. words.Select(word => word.Length)];
        for (var word = 0; word < words.Length; word++)
        {
            for (var i = 0; i + 1 < _lengths[word]; i++)
            {
                Add(KeyOf(words[word][i], words[word][i + 1]), word);
            }
        }

        foreach (var (key, pair) in _pairs)
        {
            _queue.Enqueue(key, (-pair.Count, key));
        }
    }

    /// <summary>Takes the most frequent pair; it does not come again unless it is made again.</summary>
    public bool TryTakeTop(out int left, out int right, out long count)
    {
        while (_queue.TryDequeue(out var key, out var priority))
        {
            var pair = _pairs[key];
            if (pair.Count == -priority.NegativeCount)
            {
                (left, right, count) = ((int)(key >> 32), (int)key, pair.Count);
                return count > 0;
            }

            if (pair.Count > 0)
            {
                _queue.Enqueue(key, (-pair.Count, key));
            }
        }

        (left, right, count) = (0, 0, 0);
        return false;
    }

    /// <summary>Replaces a pair by a new symbol wherever it stands.</summary>
    public void Merge(int left, int right, int symbol)
    {
        var made = new HashSet<long>();
        foreach (var word in _pairs[KeyOf(left, right)].Words)
        {
            // An entry may be out of date: other merges have taken the pair's symbols.
            if (Contains(word, left, right))
            {
                MergeWord(word, left, right, symbol, made);
            }
        }

        _pairs.Remove(KeyOf(left, right));
        foreach (var key in made)
        {
            _queue.Enqueue(key, (-_pairs[key].Count, key));
        }
    }

    private bool Contains(int word, int left, int right)
    {
        var symbols = _words[word].AsSpan(0, _lengths[word]);
        for (var i = 0; i + 1 < symbols.Length; i++)
        {
            if (symbols[i] == left && symbols[i + 1] == right)
            {
                return true;
            }
        }

        return false;
    }

    private void MergeWord(int word, int left, int right, int symbol, HashSet<long> made)
    {
        var symbols = _words[word].AsSpan(0, _lengths[word]);
        var kept = 0;
        for (var i = 0; i < symbols.Length; i++)
        {
            if (i + 1 < symbols.Length)
            {
                _pairs[KeyOf(symbols[i], symbols[i + 1])].Count -= _wordCounts[word];
            }
        }

        for (var i = 0; i < symbols.Length; i++)
        {
            var isPair = i + 1 < symbols.Length && symbols[i] == left && symbols[i + 1] == right;
            symbols[kept++] = isPair ? symbol : symbols[i];
            i += isPair ? 1 : 0;
        }

        _lengths[word] = kept;
        for (var i = 0; i + 1 < kept; i++)
        {
            var key = KeyOf(symbols[i], symbols[i + 1]);
            if (symbols[i] == symbol || symbols[i + 1] == symbol)
            {
                Add(key, word);
                made.Add(key);
            }
            else
            {
                _pairs[key].Count += _wordCounts[word];
            }
        }
    }

    private void Add(long key, int word)
    {
        var pair = CollectionsMarshal.GetValueRefOrAddDefault(_pairs, key, out _) ??= new Pair();
        pair.Count += _wordCounts[word];
        if (pair.Words is not [.., var last] || last != word)
        {
            pair.Words.Add(word);
        }
    }

    private static long KeyOf(int left, int right) => ((long)left << 32) | (uint)right;
}
