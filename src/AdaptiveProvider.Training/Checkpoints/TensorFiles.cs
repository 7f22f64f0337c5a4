using AdaptiveProvider.Models.Weights;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>Tensors to and from safetensors files.</summary>
internal static class TensorFiles
{
    /// <summary>A tensor on the host.</summary>
    public static WeightTensor ToWeight(string name, Tensor values, WeightType type)
    {
        using var scope = NewDisposeScope();
        var host = values.detach().to(ScalarType.Float32).cpu().contiguous();
        return WeightTensor.FromValues(name, [.. host.shape.Select(size => (int)size)], host.data<float>().ToArray(), type);
    }

    /// <summary>A tensor on a device.</summary>
    public static Tensor ToTensor(WeightTensor weight, Device device)
    {
        var values = new float[weight.ElementCount];
        weight.CopyTo(values);
        using var host = tensor(values, [.. weight.Shape.Select(size => (long)size)]);
        return host.to(device, copy: true);
    }
}
