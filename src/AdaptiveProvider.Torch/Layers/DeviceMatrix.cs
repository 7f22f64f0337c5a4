using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>A linear layer's weights on the device.</summary>
internal sealed class DeviceMatrix : IDisposable
{
    private const double ByteMax = 127;

    private DeviceMatrix(Tensor weight, Tensor? scale, Tensor? bias) => (Weight, Scale, Bias) = (weight, scale, bias);

    /// <summary>[outputs, inputs]</summary>
    public Tensor Weight { get; }

    /// <summary>What the signed bytes of an output are multiplied by, [outputs]; null where weights are no bytes.</summary>
    public Tensor? Scale { get; }

    /// <summary>[outputs]; null without.</summary>
    public Tensor? Bias { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => Size(Weight) + Size(Scale) + Size(Bias);

    /// <summary>Takes weights as they are.</summary>
    public static DeviceMatrix Plain(Tensor weight, Tensor? bias) => new(Keep(weight), null, bias is null ? null : Keep(bias));

    /// <summary>Rounds weights to signed bytes, the largest of every output to 127; disposes what it was given.</summary>
    public static DeviceMatrix InBytes(Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var type = weight.dtype;
        var scale = weight.abs().amax([1], keepdim: true).to(ScalarType.Float32).div_(ByteMax).clamp_min_(1e-12); // [outputs, 1]
        var bytes = weight.to(ScalarType.Float32).div_(scale).round_().clamp_(-ByteMax, ByteMax).to(ScalarType.Int8);
        weight.Dispose();
        return new DeviceMatrix(Keep(bytes), Keep(scale.squeeze(1).to(type)), bias is null ? null : Keep(bias));
    }

    /// <summary>Some of the outputs, in their order, copied; for a matrix without bias.</summary>
    /// <param name="outputs">[chosen outputs]</param>
    public DeviceMatrix Choose(Tensor outputs) => new(Keep(Weight.index_select(0, outputs)), Scale is null ? null : Keep(Scale.index_select(0, outputs)), null);

    /// <inheritdoc/>
    public void Dispose()
    {
        Weight.Dispose();
        Scale?.Dispose();
        Bias?.Dispose();
    }

    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

    private static long Size(Tensor? tensor) => tensor is null ? 0 : tensor.NumberOfElements * tensor.ElementSize;
}
