using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Model;

/// <summary>The mathematics of one layer: attention and gated feed-forward, each behind a norm, as the Llama family has it.</summary>
internal sealed class DecoderLayer(ArchitectureConfiguration architecture)
{
    private readonly int _heads = architecture.HeadCount, _kvHeads = architecture.KvHeadCount, _dim = architecture.HeadDim;
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
        var parts = projected.split([_heads * _dim, _kvHeads * _dim, _kvHeads * _dim], 2);
        var queries = Rotate(parts[0].view(batch, rows, _heads, _dim), context).transpose(1, 2); // [batch, heads, rows, dim]
        var own = shared ?? new KeysAndValues(
            Spread(Rotate(parts[1].view(batch, rows, _kvHeads, _dim), context)),
            Spread(parts[2].view(batch, rows, _kvHeads, _dim)));
        var attended = scaled_dot_product_attention(queries, own.Keys, own.Values, context.Mask); // [batch, heads, rows, dim]
        hidden = hidden + linear(attended.transpose(1, 2).reshape(batch, rows, _heads * _dim), weights.Output);
        var gated = linear(RmsNorm(hidden, weights.FeedForwardNorm, _epsilon), weights.GateAndUp).chunk(2, 2);
        return (hidden + linear(silu(gated[0]) * gated[1], weights.Down), own);
    }

    /// <summary>x / √(mean(x²) + ε) · gain, in single precision.</summary>
    /// <param name="hidden">[…, hidden]</param>
    /// <param name="gain">[hidden]</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static Tensor RmsNorm(Tensor hidden, Tensor gain, double epsilon)
    {
        var single = hidden.to(ScalarType.Float32);
        var scale = (single.square().mean([-1], keepdim: true) + epsilon).rsqrt();
        return (single * scale * gain).to(hidden.dtype);
    }

    // Halves, not pairs: dimension i turns with i + dim / 2, as in the published checkpoints.
    private static Tensor Rotate(Tensor x, RowContext context)
    {
        var halves = x.chunk(2, 3); // [batch, rows, heads, dim / 2] each
        return (x * context.Cosine) + (cat([-halves[1], halves[0]], 3) * context.Sine);
    }

    // [batch, rows, kv heads, dim] → [batch, heads, rows, dim]: each key/value head serves a group of query heads.
    private Tensor Spread(Tensor x)
    {
        var heads = x.transpose(1, 2);
        return _heads == _kvHeads ? heads : heads.repeat_interleave(_heads / _kvHeads, 1);
    }
}
