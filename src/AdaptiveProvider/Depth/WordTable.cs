namespace AdaptiveProvider.Depth;

/// <summary>Words and what they mean, both ways.</summary>
/// <param name="entries">The words, each once, and their meanings, each once.</param>
internal sealed class WordTable<T>(params (string Word, T Meaning)[] entries)
    where T : struct
{
    /// <summary>The words, for messages.</summary>
    public string Listed { get; } = string.Join(", ", entries.Select(entry => entry.Word));

    /// <summary>What a word means, whatever its case; null where it is unknown.</summary>
    public T? Find(string word)
    {
        foreach (var (known, meaning) in entries)
        {
            if (string.Equals(known, word, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        return null;
    }

    /// <summary>The word for a meaning.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public string WordOf(T meaning)
    {
        foreach (var (word, known) in entries)
        {
            if (known.Equals(meaning))
            {
                return word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(meaning), meaning, $"There is no word for it; there are {Listed}.");
    }
}
