using System.Runtime.InteropServices;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Torch.Scripts;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch;

/// <summary>Tries kernels that not every device and libtorch has, and compares their results before a model relies on them.</summary>
internal static class FeatureProbe
{
    private const double HalfTolerance = 0.05;
    private const int ByteBlock = 16;

    /// <summary>Tries products with weights in signed bytes.</summary>
    /// <exception cref="TorchRuntimeException">The device does not have them.</exception>
    public static void RequireBytes(Device device, ScalarType type, ModelSpec spec)
    {
        // NOTE: the processor's kernel reads whole blocks of inputs and does not check; past the end of a row it would read another's, or crash.
        int[] inputs = [spec.HiddenSize, spec.IntermediateSize, spec.HeadCount * spec.HeadDim];
        if (inputs.FirstOrDefault(width => width % ByteBlock != 0) is > 0 and var odd)
        {
            throw new TorchRuntimeException($"libtorch's products with int8 weights need inputs that are a multiple of {ByteBlock}; this model has {odd}. Choose {nameof(TorchPrecision.BF16)} or {nameof(TorchPrecision.F32)} weights.");
        }

        try
        {
            var rows = ones(2, 64, type, device);
            var weight = ones(32, 64, ScalarType.Int8, device);
            var outputs = (Tensor)ScriptLibrary.Portable.invoke("product", rows, weight, full(32, 0.5, type, device), null!);
            if (IsNear(outputs, full(2, 32, 32.0, type, device)))
            {
                return;
            }
        }
        catch (ExternalException)
        {
            // Told below, with what to do instead.
        }

        throw new TorchRuntimeException($"This libtorch has no products with int8 weights on {device}. Choose {nameof(TorchPrecision.BF16)} or {nameof(TorchPrecision.F32)} weights.");
    }

    /// <summary>True when 16-bit matrices multiply into single-precision results.</summary>
    public static bool HasWideProducts(Device device, ScalarType type)
    {
        try
        {
            var hidden = ones(2, 64, type, device);
            var logits = (Tensor)ScriptLibrary.Portable.invoke("head", hidden, ones(64, type, device), ones(32, 64, type, device), null!, (Scalar)1e-5, true);
            return logits.dtype == ScalarType.Float32 && IsNear(logits, full(2, 32, 64.0, ScalarType.Float32, device));
        }
        catch (ExternalException)
        {
            return false;
        }
    }

    /// <summary>True when flash attention over ragged rows agrees with the portable attention for the model's heads.</summary>
    public static bool HasFlash(Device device, ScalarType type, ModelSpec spec)
    {
        const int SlotLength = 32, Position = 9;
        if (spec.HeadDim % 8 != 0 || spec.HeadDim > 256)
        {
            return false;
        }

        try
        {
            int queries = spec.HeadCount * spec.HeadDim, width = queries + (2 * spec.KvHeadCount * spec.HeadDim);
            var states = sin(arange(4L * width, ScalarType.Float32, device)).view(4, width).to(type);
            var kv = cos(arange(3L * SlotLength * 2 * spec.KvHeadCount * spec.HeadDim, ScalarType.Float32, device)).view(3 * SlotLength, 2, spec.KvHeadCount, spec.HeadDim).to(type);

            // One row at position 9 of slot 2, then three from position 9 on of slot 0, out of order on purpose.
            var flash = (Tensor)ScriptLibrary.WithFlash.invoke(
                "flash", states, kv, Ints(device, 0, 1, 4), Ints(device, 2 * SlotLength, 0, SlotLength), Ints(device, Position + 1, Position + 3), 3, Position + 3, 0, spec.HeadCount);
            var single = Portable(states, kv, row: 0, token: 2 * SlotLength, span: 1, Position, spec);
            var span = Portable(states, kv, row: 1, token: 0, span: 3, Position, spec);
            return IsNear(flash, cat([single, span], 0));
        }
        catch (ExternalException)
        {
            return false;
        }

        Tensor Portable(Tensor states, Tensor kv, int row, int token, int span, int position, ModelSpec spec)
        {
            var positions = arange(position, position + span, ScalarType.Int64, device);
            var mask = (Tensor)ScriptLibrary.Portable.invoke("causal_mask", positions, null!, 0, 1, span, position + span, spec.HeadCount / spec.KvHeadCount, int.MaxValue, states);
            return (Tensor)ScriptLibrary.Portable.invoke("attend", states, kv, mask, row, token, 1, span, SlotLength, position + span, spec.HeadCount, spec.KvHeadCount);
        }
    }

    private static Tensor Ints(Device device, params int[] values) => tensor(values, ScalarType.Int32, device);

    private static bool IsNear(Tensor actual, Tensor expected)
    {
        var difference = actual.to(ScalarType.Float32).sub(expected.to(ScalarType.Float32)).abs().amax([]);
        return new Transfers.StepReadback(difference.device).Read(difference.view(-1))[0] < HalfTolerance;
    }
}
