using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>RMS norm with its gradient in one pass each over the rows: x / √(mean(x²) + ε) · gain.</summary>
internal sealed class FusedRmsNorm : autograd.SingleTensorFunction<FusedRmsNorm>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedRmsNorm);

    /// <summary>Applies the norm.</summary>
    /// <param name="hidden">[…, hidden], bf16</param>
    /// <param name="gain">[hidden], single precision</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public static Tensor Apply(Tensor hidden, Tensor gain, double epsilon) => apply(hidden, gain, epsilon);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (hidden, gain, epsilon) = ((Tensor)vars[0], (Tensor)vars[1], (double)vars[2]);
        int width = (int)hidden.shape[^1], rows = (int)(hidden.numel() / width);
        var (output, scale) = (empty_like(hidden), empty(rows));
        HostRows.ForRows(rows, (_, first, end) =>
        {
            var x = HostRows.Bits(hidden);
            var g = HostRows.Singles(gain);
            var y = HostRows.Bits(output);
            var s = HostRows.Singles(scale);
            for (int row = first; row < end; row++)
            {
                s[row] = Forward(x.Slice(row * width, width), g, y.Slice(row * width, width), epsilon);
            }
        });
        ctx.save_for_backward([hidden, gain, scale]);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (hidden, gain, scale) = (saved[0], saved[1], saved[2]);
        var gradient = grad_output.contiguous();
        grad_output.Dispose();
        int width = (int)hidden.shape[^1], rows = (int)(hidden.numel() / width);
        var hiddenGradient = empty_like(hidden);
        var gainParts = zeros(HostRows.Parts(rows), width); // one row per thread, added in one order
        HostRows.ForRows(rows, (part, first, end) =>
        {
            var x = HostRows.Bits(hidden);
            var g = HostRows.Singles(gain);
            var s = HostRows.Singles(scale);
            var dy = HostRows.Bits(gradient);
            var dx = HostRows.Bits(hiddenGradient);
            var sum = HostRows.Singles(gainParts).Slice(part * width, width);
            for (int row = first; row < end; row++)
            {
                Backward(x.Slice(row * width, width), g, s[row], dy.Slice(row * width, width), dx.Slice(row * width, width), sum);
            }
        });
        return ReturnedGradients.Of(hiddenGradient, gainParts.sum([0]), null);
    }

    private static float Forward(ReadOnlySpan<ushort> x, ReadOnlySpan<float> gain, Span<ushort> y, double epsilon)
    {
        var squares = Vector512<float>.Zero;
        for (int i = 0; i < x.Length; i += HostRows.Lanes)
        {
            var value = HostRows.Load(x, i);
            squares = Vector512.FusedMultiplyAdd(value, value, squares);
        }

        float scale = (float)(1 / Math.Sqrt((Vector512.Sum(squares) / x.Length) + epsilon));
        for (int i = 0; i < x.Length; i += HostRows.Lanes)
        {
            HostRows.Store(HostRows.Load(x, i) * scale * Vector512.Create(gain[i..]), y, i);
        }

        return scale;
    }

    // y = x·s·g with s = (Σx²/n + ε)^-½, so dx = s·(dy·g − x·s²·Σ(dy·g·x)/n) and dg = Σ dy·x·s.
    private static void Backward(ReadOnlySpan<ushort> x, ReadOnlySpan<float> gain, float scale, ReadOnlySpan<ushort> dy, Span<ushort> dx, Span<float> gainSum)
    {
        var dots = Vector512<float>.Zero;
        for (int i = 0; i < x.Length; i += HostRows.Lanes)
        {
            var value = HostRows.Load(x, i);
            var up = HostRows.Load(dy, i);
            dots = Vector512.FusedMultiplyAdd(up * Vector512.Create<float>(gain[i..]), value, dots);
            (Vector512.Create<float>(gainSum[i..]) + (up * value * scale)).CopyTo(gainSum[i..]);
        }

        float back = Vector512.Sum(dots) * scale * scale / x.Length;
        for (int i = 0; i < x.Length; i += HostRows.Lanes)
        {
            HostRows.Store(((HostRows.Load(dy, i) * Vector512.Create<float>(gain[i..])) - (HostRows.Load(x, i) * back)) * scale, dx, i);
        }
    }
}
