using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>Splits a fused projection into heads and turns those of queries and keys by their positions, with the gradient, in one pass each.</summary>
internal sealed class FusedRotary : autograd.MultiTensorFunction<FusedRotary>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedRotary);

    /// <summary>Splits and turns.</summary>
    /// <param name="projected">[batch, rows, (heads + 2 · kv heads) · head dim], bf16: queries, keys, values.</param>
    /// <param name="cosine">[batch, rows, 1, head dim], single precision, contiguous; both halves alike.</param>
    /// <param name="sine">As the cosine.</param>
    /// <param name="heads">Query heads.</param>
    /// <param name="kvHeads">Key heads, and value heads; 0 for queries alone.</param>
    /// <returns>Queries, and unless there are none keys and values: [batch, heads, rows, head dim].</returns>
    public static List<Tensor> Apply(Tensor projected, Tensor cosine, Tensor sine, int heads, int kvHeads) => apply(projected, cosine, sine, heads, kvHeads);

    /// <inheritdoc/>
    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (projected, cosine, sine, heads, kvHeads) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (int)vars[3], (int)vars[4]);
        var (batch, rows, dim) = (projected.shape[0], projected.shape[1], cosine.shape[^1]);
        int[] counts = kvHeads == 0 ? [heads] : [heads, kvHeads, kvHeads];
        List<Tensor> parts = [.. counts.Select(count => empty([batch, count, rows, dim], projected.dtype))];
        ctx.save_for_backward([cosine, sine]);
        Run(projected, parts, cosine, sine, toHeads: true);
        return parts;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        List<Tensor> parts = [.. grad_outputs.Select(gradient => gradient.contiguous())];
        grad_outputs.ForEach(gradient => gradient.Dispose());
        var (batch, rows, dim) = (parts[0].shape[0], parts[0].shape[2], parts[0].shape[3]);
        var gradient = empty([batch, rows, parts.Sum(part => part.shape[1]) * dim], parts[0].dtype);
        Run(gradient, parts, saved[0], saved[1], toHeads: false); // a rotation's gradient turns back
        return ReturnedGradients.Of(gradient, null, null, null, null);
    }

    private static void Run(Tensor projected, List<Tensor> parts, Tensor cosine, Tensor sine, bool toHeads)
    {
        int width = (int)projected.shape[2], length = (int)projected.shape[1], dim = (int)cosine.shape[^1];
        HostRows.ForRows((int)projected.shape[0] * length, (_, first, end) =>
        {
            var all = HostRows.Bits(projected);
            var c = HostRows.Singles(cosine);
            var s = HostRows.Singles(sine);
            for (int index = 0, start = 0; index < parts.Count; index++)
            {
                int heads = (int)parts[index].shape[1];
                var part = HostRows.Bits(parts[index]);
                for (int row = first; row < end; row++)
                {
                    for (int head = 0; head < heads; head++)
                    {
                        var merged = all.Slice((row * width) + start + (head * dim), dim);
                        var split = part.Slice(((((row / length * heads) + head) * length) + (row % length)) * dim, dim);
                        Turn(toHeads ? merged : split, c.Slice(row * dim, dim), s.Slice(row * dim, dim), toHeads ? split : merged, index == 2 ? 0 : toHeads ? 1 : -1);
                    }
                }

                start += heads * dim;
            }
        });
    }

    // Halves, not pairs: dimension i turns with i + dim / 2. Direction 0 copies: values have no position.
    private static void Turn(ReadOnlySpan<ushort> from, ReadOnlySpan<float> cosine, ReadOnlySpan<float> sine, Span<ushort> to, int direction)
    {
        if (direction == 0)
        {
            from.CopyTo(to);
            return;
        }

        int half = from.Length / 2;
        for (int i = 0; i < half; i += HostRows.Lanes)
        {
            var a = HostRows.Load(from, i);
            var b = HostRows.Load(from, half + i);
            var (c, s) = (Vector512.Create(cosine[i..]), Vector512.Create(sine[i..]) * (float)direction);
            HostRows.Store((a * c) - (b * s), to, i);
            HostRows.Store((b * c) + (a * s), to, half + i);
        }
    }
}
