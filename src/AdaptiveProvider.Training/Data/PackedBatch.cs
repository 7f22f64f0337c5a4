namespace AdaptiveProvider.Training.Data;

/// <summary>Rows of tokens with several documents each. All arrays are [rows * sequence length], row after row.</summary>
public sealed class PackedBatch
{
    /// <summary>The target of a place where nothing is to be predicted.</summary>
    public const int NoTarget = -100;

    /// <summary>The document of a place that is padding.</summary>
    public const int Padding = -1;

    internal PackedBatch(int rows, int sequenceLength)
    {
        (Rows, SequenceLength) = (rows, sequenceLength);
        Tokens = new int[rows * sequenceLength];
        Targets = new int[rows * sequenceLength];
        Documents = new int[rows * sequenceLength];
        Positions = new int[rows * sequenceLength];
        Array.Fill(Targets, NoTarget);
        Array.Fill(Documents, Padding);
    }

    /// <summary>Rows.</summary>
    public int Rows { get; }

    /// <summary>Tokens per row.</summary>
    public int SequenceLength { get; }

    /// <summary>The tokens; 0 in padding.</summary>
    public int[] Tokens { get; }

    /// <summary>The token that follows within the same document, or <see cref="NoTarget"/>.</summary>
    public int[] Targets { get; }

    /// <summary>Which document of its row a token belongs to, from 0; or <see cref="Padding"/>. No token may see another document's.</summary>
    public int[] Documents { get; }

    /// <summary>The token's place in its document as it lies here, from 0; 0 in padding.</summary>
    public int[] Positions { get; }

    /// <summary>Places that hold a token.</summary>
    public int FilledTokens { get; internal set; }

    /// <summary>Places with a target.</summary>
    public int PredictedTokens { get; internal set; }

    /// <summary>Bytes of UTF-8 of all targets; special tokens count 0.</summary>
    public long PredictedBytes { get; internal set; }

    /// <summary>The share of places that hold a token; 0 to 1.</summary>
    public double FillRate => (double)FilledTokens / Tokens.Length;
}
