using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>
/// Attention over ranges of keys, with its gradient: products by libtorch in bf16, the softmax between them in one pass over what each row sees.
/// Packed documents see a fraction of a sequence.
/// </summary>
internal sealed class FusedAttention : autograd.SingleTensorFunction<FusedAttention>
{
    private const long ProbabilityBytesMax = 64 << 20; // they stay until the backward pass

    /// <inheritdoc/>
    public override string Name => nameof(FusedAttention);

    /// <summary>True when the probabilities are worth their memory.</summary>
    /// <param name="sequences">Batch times heads.</param>
    /// <param name="rows">Rows of each sequence.</param>
    /// <param name="keys">Keys of each sequence.</param>
    public static bool Fits(long sequences, long rows, long keys) => sequences * rows * keys * sizeof(ushort) <= ProbabilityBytesMax;

    /// <summary>Attends.</summary>
    /// <param name="queries">[batch, heads, rows, head dim], bf16, contiguous</param>
    /// <param name="keys">[batch, kv heads, keys, head dim]; each serves heads / kv heads neighbouring query heads.</param>
    /// <param name="values">As the keys.</param>
    /// <param name="first">[batch, rows], 64-bit: the first key that each row sees.</param>
    /// <param name="last">[batch, rows]: the last one; not before the first.</param>
    /// <returns>[batch, rows, heads · head dim]</returns>
    public static Tensor Apply(Tensor queries, Tensor keys, Tensor values, Tensor first, Tensor last) => apply(queries, keys, values, first, last);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (queries, keys, values, first, last) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3], (Tensor)vars[4]);
        var probabilities = bmm(Grouped(queries, keys.shape[1]), Flat(keys).transpose(1, 2)); // [batch · kv heads, group · rows, keys]
        Softmax(queries, first, last).Forward(probabilities);
        var mixed = bmm(probabilities, Flat(values)); // [batch · kv heads, group · rows, head dim]
        ctx.save_for_backward([queries, keys, values, probabilities, first, last]);
        return mixed.view(queries.shape).transpose(1, 2).reshape(queries.shape[0], queries.shape[2], -1);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (queries, keys, values, probabilities) = (saved[0], saved[1], saved[2], saved[3]);
        var (batch, heads, rows, dim) = (queries.shape[0], queries.shape[1], queries.shape[2], queries.shape[3]);
        var mixedGradient = Grouped(grad_output.view(batch, rows, heads, dim).transpose(1, 2), keys.shape[1]);
        grad_output.Dispose();
        var scores = bmm(mixedGradient, Flat(values).transpose(1, 2)); // gradient of the probabilities, then of the scores
        var valueGradient = bmm(probabilities.transpose(1, 2), mixedGradient);
        Softmax(queries, saved[4], saved[5]).Backward(probabilities, scores);
        var queryGradient = bmm(scores, Flat(keys));
        var keyGradient = bmm(scores.transpose(1, 2), Grouped(queries, keys.shape[1]));
        return ReturnedGradients.Of(queryGradient.view(queries.shape), keyGradient.view(keys.shape), valueGradient.view(values.shape), null, null);
    }

    private static RangeSoftmax Softmax(Tensor queries, Tensor first, Tensor last)
        => new(first, last, (int)queries.shape[1], 1 / MathF.Sqrt(queries.shape[3]));

    // [batch, heads, rows, head dim] → [batch · kv heads, group · rows, head dim]
    private static Tensor Grouped(Tensor heads, long kvHeads)
        => heads.reshape(heads.shape[0] * kvHeads, heads.shape[1] / kvHeads * heads.shape[2], heads.shape[3]);

    private static Tensor Flat(Tensor heads) => heads.reshape(heads.shape[0] * heads.shape[1], heads.shape[2], heads.shape[3]);
}
