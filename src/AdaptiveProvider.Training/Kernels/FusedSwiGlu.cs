using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Kernels;

/// <summary>silu(gate) · up of a fused projection, with its gradient, in one pass each.</summary>
internal sealed class FusedSwiGlu : autograd.SingleTensorFunction<FusedSwiGlu>
{
    /// <inheritdoc/>
    public override string Name => nameof(FusedSwiGlu);

    /// <summary>Applies the activation.</summary>
    /// <param name="gateAndUp">[…, 2 · intermediate], bf16: gates, then ups.</param>
    /// <returns>[…, intermediate]</returns>
    public static Tensor Apply(Tensor gateAndUp) => apply(gateAndUp);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var input = (Tensor)vars[0];
        int width = (int)input.shape[^1] / 2, rows = (int)(input.numel() / (2 * width));
        var output = empty([.. input.shape[..^1], width], input.dtype);
        HostRows.ForRows(rows, (_, first, end) =>
        {
            var x = HostRows.Bits(input);
            var y = HostRows.Bits(output);
            for (int row = first; row < end; row++)
            {
                int at = 2 * row * width;
                Forward(x.Slice(at, width), x.Slice(at + width, width), y.Slice(row * width, width));
            }
        });
        ctx.save_for_backward([input]);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var input = ctx.get_saved_variables()[0];
        var gradient = grad_output.contiguous();
        grad_output.Dispose();
        int width = (int)input.shape[^1] / 2, rows = (int)(input.numel() / (2 * width));
        var inputGradient = empty_like(input);
        HostRows.ForRows(rows, (_, first, end) =>
        {
            var x = HostRows.Bits(input);
            var dy = HostRows.Bits(gradient);
            var dx = HostRows.Bits(inputGradient);
            for (int row = first; row < end; row++)
            {
                int at = 2 * row * width;
                Backward(x.Slice(at, width), x.Slice(at + width, width), dy.Slice(row * width, width), dx.Slice(at, width), dx.Slice(at + width, width));
            }
        });
        return ReturnedGradients.Of(inputGradient);
    }

    private static void Forward(ReadOnlySpan<ushort> gate, ReadOnlySpan<ushort> up, Span<ushort> y)
    {
        for (int i = 0; i < gate.Length; i += HostRows.Lanes)
        {
            var g = HostRows.Load(gate, i);
            HostRows.Store(g * VectorExp.Sigmoid(g) * HostRows.Load(up, i), y, i);
        }
    }

    // d silu(g) = σ(g)·(1 + g·(1 − σ(g)))
    private static void Backward(ReadOnlySpan<ushort> gate, ReadOnlySpan<ushort> up, ReadOnlySpan<ushort> dy, Span<ushort> dGate, Span<ushort> dUp)
    {
        for (int i = 0; i < gate.Length; i += HostRows.Lanes)
        {
            var g = HostRows.Load(gate, i);
            var u = HostRows.Load(up, i);
            var d = HostRows.Load(dy, i);
            var sigmoid = VectorExp.Sigmoid(g);
            HostRows.Store(d * g * sigmoid, dUp, i);
            HostRows.Store(d * u * sigmoid * (Vector512<float>.One + (g * (Vector512<float>.One - sigmoid))), dGate, i);
        }
    }
}
