using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Model;

/// <summary>The mathematics of one layer: attention and gated feed-forward, each behind a norm, as the Llama family has it.</summary>
internal sealed class DecoderLayer(ArchitectureConfiguration architecture)
{
    private readonly int _heads = architecture.HeadCount, _kvHeads = architecture.KvHeadCount, _dim = architecture.HeadDim, _intermediate = architecture.IntermediateSize;
    private readonly double _epsilon = architecture.NormEpsilon;

    /// <summary>Runs the layer.</summary>
    /// <param name="hidden">[batch, rows, hidden]</param>
    /// <param name="weights">The application's weights.</param>
    /// <param name="context">Positions and ranges of the rows.</param>
    /// <param name="shared">Keys and values to read instead of the rows' own; null for their own.</param>
    /// <returns>The new state, and the keys and values that the layer attended to.</returns>
    public (Tensor Hidden, KeysAndValues KeysAndValues) Run(Tensor hidden, LayerView weights, RowContext context, KeysAndValues? shared)
    {
        var mask = IsFused(hidden, context) ? null : context.Mask(hidden.dtype);

        // What the gradient needs is kept by the graph; everything else ends here, or a pass would hold all of it twice.
        using var scope = NewDisposeScope();
        var projections = shared is null ? weights.Projections : weights.Projections.narrow(0, 0, _heads * _dim);
        var projected = linear(RmsNorm(hidden, weights.AttentionNorm, _epsilon), projections); // [batch, rows, heads · dim …]
        var (queries, own) = Split(projected, context, shared);
        hidden = hidden + linear(Attend(queries, own, context, mask), weights.Output);
        var gateAndUp = linear(RmsNorm(hidden, weights.FeedForwardNorm, _epsilon), weights.GateAndUp); // [batch, rows, 2 · intermediate]
        hidden = hidden + linear(SwiGlu(gateAndUp), weights.Down);
        scope.MoveToOuter(hidden, own.Keys, own.Values);
        return (hidden, own);
    }

    /// <summary>x / √(mean(x²) + ε) · gain, in single precision.</summary>
    /// <param name="hidden">[…, hidden]</param>
    /// <param name="gain">[hidden]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static Tensor RmsNorm(Tensor hidden, Tensor gain, double epsilon)
    {
        if (HostRows.Fits(hidden))
        {
            return FusedRmsNorm.Apply(hidden, gain, epsilon);
        }

        var single = hidden.to(ScalarType.Float32);
        var scale = (single.square().mean([-1], keepdim: true) + epsilon).rsqrt();
        return (single * scale * gain).to(hidden.dtype);
    }

    // Rotary fusion needs heads of whole half vectors; attention over holes, which only evaluation has, goes the general way.
    private bool IsFused(Tensor hidden, RowContext context)
        => HostRows.Fits(hidden) && _dim % (2 * HostRows.Lanes) == 0 && context.HiddenKeys is null
            && FusedAttention.Fits(hidden.shape[0] * _heads, hidden.shape[1], context.KeyCount);

    private (Tensor Queries, KeysAndValues Own) Split(Tensor projected, RowContext context, KeysAndValues? shared)
    {
        int kvHeads = shared is null ? _kvHeads : 0;
        if (HostRows.Fits(projected) && _dim % (2 * HostRows.Lanes) == 0)
        {
            var parts = FusedRotary.Apply(projected, context.Cosine, context.Sine, _heads, kvHeads);
            return (parts[0], shared ?? new KeysAndValues(parts[1], parts[2]));
        }

        var heads = projected.view(projected.shape[0], projected.shape[1], _heads + (2 * kvHeads), _dim).transpose(1, 2); // [batch, heads, rows, dim]
        var turned = Rotate(heads.narrow(1, 0, _heads + kvHeads), context);
        return (turned.narrow(1, 0, _heads), shared ?? new KeysAndValues(turned.narrow(1, _heads, kvHeads), heads.narrow(1, _heads + kvHeads, kvHeads)));
    }

    // Halves, not pairs: dimension i turns with i + dim / 2, as in the published checkpoints.
    private static Tensor Rotate(Tensor heads, RowContext context)
    {
        var halves = heads.chunk(2, 3);
        return ((heads * context.Cosine.transpose(1, 2)) + (cat([-halves[1], halves[0]], 3) * context.Sine.transpose(1, 2))).to(heads.dtype);
    }

    private Tensor Attend(Tensor queries, KeysAndValues seen, RowContext context, Tensor? mask)
    {
        if (mask is null)
        {
            return FusedAttention.Apply(queries, seen.Keys, seen.Values, context.First, context.Last);
        }

        var attended = scaled_dot_product_attention(queries, Spread(seen.Keys), Spread(seen.Values), mask); // [batch, heads, rows, dim]
        return attended.transpose(1, 2).reshape(queries.shape[0], queries.shape[2], _heads * _dim);
    }

    private Tensor SwiGlu(Tensor gateAndUp)
    {
        if (HostRows.Fits(gateAndUp) && _intermediate % HostRows.Lanes == 0)
        {
            return FusedSwiGlu.Apply(gateAndUp);
        }

        var parts = gateAndUp.chunk(2, 2);
        return silu(parts[0]) * parts[1];
    }

    // [batch, kv heads, keys, dim] → [batch, heads, keys, dim]: each key/value head serves a group of query heads.
    private Tensor Spread(Tensor heads) => _heads == _kvHeads ? heads : heads.repeat_interleave(_heads / _kvHeads, 1);
}
