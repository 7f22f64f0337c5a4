using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>A second head over some of the vocabulary: drafting reads less memory than the whole head does.</summary>
internal sealed class DraftHead : IDisposable
{
    private readonly Tensor _tokens; // [draft vocabulary]

    /// <summary>Copies the tokens' rows of the head.</summary>
    /// <param name="head">[vocabulary, hidden]</param>
    /// <param name="tokens">Distinct token ids.</param>
    public DraftHead(DeviceMatrix head, ReadOnlySpan<int> tokens)
    {
        long[] ids = new long[tokens.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tokens[i];
        }

        TokenCount = ids.Length;
        _tokens = tensor(ids, ScalarType.Int64, head.Weight.device).DetachFromDisposeScope();
        Matrix = head.Choose(_tokens);
    }

    /// <summary>[draft vocabulary, hidden]</summary>
    public DeviceMatrix Matrix { get; }

    /// <summary>Tokens that it can draw.</summary>
    public int TokenCount { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => Matrix.Bytes + (TokenCount * sizeof(long));

    /// <summary>The logits at the ids of their tokens, negative infinity at all others: what changes and draws logits then knows tokens by their ids.</summary>
    /// <param name="logits">[rows, draft vocabulary]</param>
    /// <param name="vocabularySize">The model's vocabulary.</param>
    /// <returns>[rows, vocabulary]</returns>
    public Tensor Spread(Tensor logits, int vocabularySize)
        => full(logits.shape[0], vocabularySize, float.NegativeInfinity, logits.dtype, logits.device).index_copy_(1, _tokens, logits);

    /// <inheritdoc/>
    public void Dispose()
    {
        _tokens.Dispose();
        Matrix.Dispose();
    }
}
