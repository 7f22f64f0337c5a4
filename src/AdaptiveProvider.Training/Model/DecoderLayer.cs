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
    /// <param name="context">Positions and mask of the rows.</param>
    /// <param name="shared">Keys and values to read instead of the rows' own; null for their own.</param>
    /// <returns>The new state, and the keys and values that the layer attended to.</returns>
    public (Tensor Hidden, KeysAndValues KeysAndValues) Run(Tensor hidden, LayerView weights, RowContext context, KeysAndValues? shared)
    {
        long batch = hidden.shape[0], rows = hidden.shape[1];
        var projected = linear(RmsNorm(hidden, weights.AttentionNorm, _epsilon), weights.Projections); // [batch, rows, (heads + 2 kv) · dim]
        var turned = Rotate(projected, context).view(batch, rows, _heads + (2 * _kvHeads), _dim);
        var queries = turned.narrow(2, 0, _heads).transpose(1, 2); // [batch, heads, rows, dim]
        var own = shared ?? new KeysAndValues(Spread(turned.narrow(2, _heads, _kvHeads)), Spread(turned.narrow(2, _heads + _kvHeads, _kvHeads)));
        var attended = scaled_dot_product_attention(queries, own.Keys, own.Values, context.Mask); // [batch, heads, rows, dim]
        hidden = hidden + linear(attended.transpose(1, 2).reshape(batch, rows, _heads * _dim), weights.Output);
        var gateAndUp = linear(RmsNorm(hidden, weights.FeedForwardNorm, _epsilon), weights.GateAndUp); // [batch, rows, 2 · intermediate]
        return (hidden + linear(SwiGlu(gateAndUp), weights.Down), own);
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

    // Halves, not pairs: dimension i turns with i + dim / 2, as in the published checkpoints.
    private Tensor Rotate(Tensor projected, RowContext context)
    {
        if (HostRows.Fits(projected) && _dim % (2 * HostRows.Lanes) == 0)
        {
            return FusedRotary.Apply(projected, context.Cosine, context.Sine, _heads + _kvHeads);
        }

        var heads = projected.view(projected.shape[0], projected.shape[1], _heads + (2 * _kvHeads), _dim);
        var x = heads.narrow(2, 0, _heads + _kvHeads); // [batch, rows, heads + kv heads, dim]
        var halves = x.chunk(2, 3);
        var turned = (x * context.Cosine) + (cat([-halves[1], halves[0]], 3) * context.Sine);
        return cat([turned.to(projected.dtype), heads.narrow(2, _heads + _kvHeads, _kvHeads)], 2);
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

    // [batch, rows, kv heads, dim] → [batch, heads, rows, dim]: each key/value head serves a group of query heads.
    private Tensor Spread(Tensor x)
    {
        var heads = x.transpose(1, 2);
        return _heads == _kvHeads ? heads : heads.repeat_interleave(_heads / _kvHeads, 1);
    }
}
