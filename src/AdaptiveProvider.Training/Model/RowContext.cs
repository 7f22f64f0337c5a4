using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>What attention needs to know of the rows that it runs on: where they are and whom they may see.</summary>
/// <remarks>Documents lie side by side, so what a row sees is a range of keys; only threshold routing makes holes in it.</remarks>
internal sealed class RowContext
{
    private readonly Dictionary<ScalarType, Tensor> _masks = [];

    /// <summary>The context of a whole batch.</summary>
    /// <param name="cosine">[batch, rows, 1, head dim], single precision</param>
    /// <param name="sine">[batch, rows, 1, head dim], single precision</param>
    /// <param name="starts">[batch, rows]: where each row's document begins.</param>
    public RowContext(Tensor cosine, Tensor sine, Tensor starts)
        : this(cosine, sine, starts, arange(starts.shape[1], device: starts.device).expand(starts.shape), starts.shape[1], null)
    {
    }

    private RowContext(Tensor cosine, Tensor sine, Tensor first, Tensor last, long keyCount, Tensor? hiddenKeys)
        => (Cosine, Sine, First, Last, KeyCount, HiddenKeys) = (cosine, sine, first.contiguous(), last.contiguous(), keyCount, hiddenKeys);

    /// <summary>[batch, rows, 1, head dim]</summary>
    public Tensor Cosine { get; }

    /// <summary>[batch, rows, 1, head dim]</summary>
    public Tensor Sine { get; }

    /// <summary>[batch, rows]: the first key that a row sees.</summary>
    public Tensor First { get; }

    /// <summary>[batch, rows]: the last key that a row sees.</summary>
    public Tensor Last { get; }

    /// <summary>Keys of each sequence.</summary>
    public long KeyCount { get; }

    /// <summary>[batch, keys]: true for keys that no row but their own sees; null for none. Keys are the rows themselves then.</summary>
    public Tensor? HiddenKeys { get; }

    /// <summary>[batch, 1, rows, keys]: 0 where a row sees a key, minus infinity elsewhere. Lives in the dispose scope of the first call.</summary>
    public Tensor Mask(ScalarType type)
    {
        if (!_masks.TryGetValue(type, out var mask))
        {
            _masks.Add(type, mask = CreateMask(type));
        }

        return mask;
    }

    /// <summary>The context of chosen rows among themselves.</summary>
    /// <param name="rows">[batch, chosen], ascending</param>
    public RowContext Among(Tensor rows)
    {
        // A document's first chosen row: where its start would be inserted among the starts of all chosen rows, which ascend as the rows do.
        var starts = First.gather(1, rows).contiguous(); // [batch, chosen]
        var last = arange(rows.shape[1], device: rows.device).expand(rows.shape);
        return new RowContext(Turns(Cosine, rows), Turns(Sine, rows), searchsorted(starts, starts), last, rows.shape[1], null);
    }

    /// <summary>The context of chosen rows that see all keys.</summary>
    /// <param name="rows">[batch, chosen], ascending</param>
    public RowContext Queries(Tensor rows) => new(Turns(Cosine, rows), Turns(Sine, rows), First.gather(1, rows), Last.gather(1, rows), KeyCount, null);

    /// <summary>The context of some sequences of the batch.</summary>
    /// <param name="sequences">[kept], ascending</param>
    public RowContext Sequences(Tensor sequences) => new(
        Cosine.index_select(0, sequences),
        Sine.index_select(0, sequences),
        First.index_select(0, sequences),
        Last.index_select(0, sequences),
        KeyCount,
        HiddenKeys?.index_select(0, sequences));

    /// <summary>The same rows with keys that only their own row sees, so that no row is without a key.</summary>
    /// <param name="keys">[batch, keys], true for hidden ones</param>
    public RowContext Hiding(Tensor keys) => new(Cosine, Sine, First, Last, KeyCount, keys);

    private Tensor CreateMask(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var key = arange(KeyCount, device: First.device).view(1, 1, -1);
        var seen = key.ge(First.unsqueeze(2)).logical_and(key.le(Last.unsqueeze(2))); // [batch, rows, keys]
        if (HiddenKeys is { } hidden)
        {
            seen = seen.logical_and(hidden.logical_not().unsqueeze(1).logical_or(eye(KeyCount, dtype: ScalarType.Bool, device: First.device)));
        }

        return zeros_like(seen, type).masked_fill(seen.logical_not(), float.NegativeInfinity).unsqueeze(1).MoveToOuterDisposeScope();
    }

    private static Tensor Turns(Tensor all, Tensor rows)
        => all.gather(1, rows.unsqueeze(-1).unsqueeze(-1).expand(-1, -1, 1, all.shape[3])); // [batch, chosen, 1, head dim]
}
