namespace AdaptiveProvider.Training.Data;

/// <summary>How patient the reader of a corpus is with broken lines.</summary>
public sealed record CorpusReaderOptions
{
    /// <summary>Whether the first broken line ends the reading.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The share of a file's lines that may be broken; 0 to 1.</summary>
    public double BrokenShareMax { get; init; } = 0.01;

    /// <summary>Bytes of the longest line that is read; longer ones are broken. 1 to 1 GiB.</summary>
    public int LineBytesMax { get; init; } = 16 << 20;

    internal void Check()
    {
        if (!(BrokenShareMax is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(BrokenShareMax), BrokenShareMax, "A share is 0 to 1.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(LineBytesMax, 1, nameof(LineBytesMax));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LineBytesMax, 1 << 30, nameof(LineBytesMax));
    }
}
