using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Layers;

/// <summary>The gate of a looped model on the device, in single precision: the hazard of leaving after a loop, from the states after it.</summary>
internal sealed class ExitGate : IDisposable
{
    private readonly Tensor _weight; // [1, hidden]
    private readonly Tensor? _bias; // [1]

    /// <summary>Copies the weights.</summary>
    public ExitGate(LoopWeights weights, Device device)
    {
        var upload = new WeightUpload(device, ScalarType.Float32);
        _weight = upload.Stack(new WeightUpload.Part(weights.Gate!)).DetachFromDisposeScope();
        _bias = weights.GateBias is null ? null : upload.Stack(new WeightUpload.Part(weights.GateBias)).DetachFromDisposeScope();
    }

    /// <summary>sigmoid(w · state + b), [rows], 0 to 1.</summary>
    /// <param name="states">[rows, hidden]</param>
    /// <param name="scripts">The scripts.</param>
    public Tensor Hazard(Tensor states, jit.CompilationUnit scripts) => (Tensor)scripts.invoke("hazard", states, _weight, _bias!);

    /// <inheritdoc/>
    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
    }
}
