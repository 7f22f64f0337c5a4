namespace AdaptiveProvider.Training.Data;

/// <summary>What a vocabulary of byte pairs is to be like.</summary>
public sealed record BytePairTrainerOptions
{
    /// <summary>Most tokens there can be, as they are stored in 16 bits.</summary>
    public const int VocabularySizeMax = 65_536;

    /// <summary>Tokens in all: special ones, 256 bytes and merges. At least 256 and the special ones, at most 65,536.</summary>
    public int VocabularySize { get; init; } = 4_096;

    /// <summary>How often a pair must occur to be merged; at least 1.</summary>
    public long PairCountMin { get; init; } = 2;

    /// <summary>Bytes of the longest token; 2 to 512.</summary>
    public int TokenBytesMax { get; init; } = 32;

    /// <summary>Characters of text that are looked at; of a larger corpus, documents are chosen by their content. At least 1.</summary>
    public long SampleCharactersMax { get; init; } = 512L << 20;

    /// <summary>The share of documents that is held out of training and does not shape the vocabulary either; 0 to 0.5.</summary>
    public double HeldOutShare { get; init; } = HeldOutSplit.DefaultShare;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(VocabularySize, 256, nameof(VocabularySize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(VocabularySize, VocabularySizeMax, nameof(VocabularySize));
        ArgumentOutOfRangeException.ThrowIfLessThan(PairCountMin, 1, nameof(PairCountMin));
        ArgumentOutOfRangeException.ThrowIfLessThan(TokenBytesMax, 2, nameof(TokenBytesMax));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TokenBytesMax, 512, nameof(TokenBytesMax));
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleCharactersMax, 1, nameof(SampleCharactersMax));
        if (!(HeldOutShare is >= 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(HeldOutShare), HeldOutShare, "The held-out share is 0 to 0.5.");
        }
    }
}
