namespace AdaptiveProvider.Training.Data;

/// <summary>How documents become a store of tokens.</summary>
public sealed record TokenStoreOptions
{
    /// <summary>The least of <see cref="DocumentTokensMax"/>.</summary>
    public const int DocumentTokensMin = 8;

    /// <summary>Tokens of the longest piece of a document; longer documents are cut. Best the sequence length of the training. 8 to 1,048,576.</summary>
    public int DocumentTokensMax { get; init; } = 512;

    /// <summary>The share of each source's documents that is held out; 0 to 0.5.</summary>
    public double HeldOutShare { get; init; } = HeldOutSplit.DefaultShare;

    /// <summary>The folder for the encoded corpus, so that a later run need not encode again; null for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Threads that encode; 0 is one per processor.</summary>
    public int Threads { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(DocumentTokensMax, DocumentTokensMin, nameof(DocumentTokensMax));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DocumentTokensMax, 1 << 20, nameof(DocumentTokensMax));
        ArgumentOutOfRangeException.ThrowIfNegative(Threads, nameof(Threads));
        if (!(HeldOutShare is >= 0 and <= 0.5))
        {
            throw new ArgumentOutOfRangeException(nameof(HeldOutShare), HeldOutShare, "The held-out share is 0 to 0.5.");
        }
    }
}
