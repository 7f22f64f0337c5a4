using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>Rotary position encoding of the query and key heads of a fused projection, with its gradient, in one pass each.</summary>
internal sealed class FusedRotary : autograd.SingleTensorFunction<FusedRotary>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedRotary);

    /// <summary>Turns the heads.</summary>
    /// <param name="projected">[batch, rows, (turned + other heads) · head dim], bf16; the turned heads come first.</param>
    /// <param name="cosine">[batch, rows, 1, head dim], single precision, contiguous; both halves alike.</param>
    /// <param name="sine">As the cosine.</param>
    /// <param name="turnedHeads">Query and key heads.</param>
    public static Tensor Apply(Tensor projected, Tensor cosine, Tensor sine, int turnedHeads) => apply(projected, cosine, sine, turnedHeads);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (projected, cosine, sine, heads) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (int)vars[3]);
        ctx.save_for_backward([cosine, sine]);
        ctx.save_data("heads", heads);
        return Turn(projected, cosine, sine, heads, direction: 1);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var gradient = grad_output.contiguous();
        return [Turn(gradient, saved[0], saved[1], (int)ctx.get_data("heads"), direction: -1), null!, null!, null!]; // a rotation's gradient turns back
    }

    private static Tensor Turn(Tensor input, Tensor cosine, Tensor sine, int heads, float direction)
    {
        int width = (int)input.shape[^1], rows = (int)(input.numel() / width), dim = (int)cosine.shape[^1];
        var output = empty_like(input);
        HostRows.ForRows(rows, (first, end) =>
        {
            var x = HostRows.Bits(input);
            var c = HostRows.Singles(cosine);
            var s = HostRows.Singles(sine);
            var y = HostRows.Bits(output);
            for (int row = first; row < end; row++)
            {
                var from = x.Slice(row * width, width);
                var to = y.Slice(row * width, width);
                for (int head = 0; head < heads; head++)
                {
                    Turn(from.Slice(head * dim, dim), c.Slice(row * dim, dim), s.Slice(row * dim, dim), to.Slice(head * dim, dim), direction);
                }

                from[(heads * dim)..].CopyTo(to[(heads * dim)..]);
            }
        });
        return output;
    }

    private static void Turn(ReadOnlySpan<ushort> from, ReadOnlySpan<float> cosine, ReadOnlySpan<float> sine, Span<ushort> to, float direction)
    {
        int half = from.Length / 2;
        for (int i = 0; i < half; i += HostRows.Lanes)
        {
            var a = HostRows.Load(from, i);
            var b = HostRows.Load(from, half + i);
            var (c, s) = (Vector512.Create(cosine[i..]), Vector512.Create(sine[i..]) * direction);
            HostRows.Store((a * c) - (b * s), to, i);
            HostRows.Store((b * c) + (a * s), to, half + i);
        }
    }
}
