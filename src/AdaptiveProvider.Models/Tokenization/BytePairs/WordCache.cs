using System.Collections.Concurrent;

namespace AdaptiveProvider.Models.Tokenization.BytePairs;

/// <summary>Remembers the tokens of short words; bounded, and safe for many callers.</summary>
internal sealed class WordCache
{
    private const int WordsMax = 16_384;
    private const int WordLengthMax = 48;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private int _count;

    public WordCache() => _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();

    public bool TryGet(ReadOnlySpan<char> word, out ReadOnlySpan<int> tokens)
    {
        tokens = default;
        if (word.Length > WordLengthMax || !_bySpan.TryGetValue(word, out var known))
        {
            return false;
        }

        tokens = known;
        return true;
    }

    public void Add(ReadOnlySpan<char> word, ReadOnlySpan<int> tokens)
    {
        // A full cache stays as it is: the words met first are the common ones.
        if (word.Length <= WordLengthMax && Volatile.Read(ref _count) < WordsMax && _bySpan.TryAdd(word, tokens.ToArray()))
        {
            Interlocked.Increment(ref _count);
        }
    }
}
