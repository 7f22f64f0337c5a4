namespace AdaptiveProvider.Engine.Sampling;

/// <summary>Working memory of <see cref="TokenSampler"/>: one per worker thread, grown once, then free of allocations.</summary>
public sealed class SamplerScratch
{
    /// <summary>Tokens whose weights are computed at a time.</summary>
    internal const int BlockLength = 1024;

    /// <summary>Bins over the exponents that weigh anything.</summary>
    internal const int BinCount = 1024;

    private readonly double[] _bins = new double[BinCount];
    private int[] _candidates = new int[256];
    private double[] _blockWeights = [];

    /// <summary>Weights of one block of tokens.</summary>
    internal float[] Weights { get; } = new float[BlockLength];

    /// <summary>Weight by logit, best first, [bins].</summary>
    internal Span<double> Bins => _bins;

    /// <summary>Raw logits under the bias and penalties, in the order in which they were changed.</summary>
    internal List<TokenLogit> Changes { get; } = [];

    /// <summary>Room for a number of token ids; what it held is kept.</summary>
    internal int[] Candidates(int count)
    {
        if (_candidates.Length < count)
        {
            Array.Resize(ref _candidates, Math.Max(count, _candidates.Length * 2));
        }

        return _candidates;
    }

    /// <summary>Room for the total weight of each block.</summary>
    internal Span<double> BlockWeights(int count)
    {
        if (_blockWeights.Length < count)
        {
            _blockWeights = new double[count];
        }

        return _blockWeights.AsSpan(0, count);
    }
}
