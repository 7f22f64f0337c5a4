using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Torch.Transfers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Routing;

/// <summary>A router's weights on the device, in single precision, and its decisions.</summary>
internal sealed class DeviceRouter : IDisposable
{
    private readonly jit.CompilationUnit _scripts;
    private readonly ScoreFunction[] _scores, _auxiliary;
    private readonly Tensor? _bias;
    private readonly Scalar _offset, _scale, _temperature;

    /// <summary>Copies the weights.</summary>
    public DeviceRouter(RouterSpec spec, RouterWeights weights, Device device, jit.CompilationUnit scripts)
    {
        (Spec, _scripts) = (spec, scripts);
        var upload = new WeightUpload(device, ScalarType.Float32);
        _scores = [.. weights.Scores.Select(function => new ScoreFunction(function, upload))];
        _auxiliary = [.. weights.Auxiliary.Select(function => new ScoreFunction(function, upload))];
        _bias = weights.Bias is null ? null : upload.Stack(new WeightUpload.Part(weights.Bias)).DetachFromDisposeScope();
        (_offset, _scale, _temperature) = (spec.Offset, spec.Scale, spec.Temperature);
    }

    /// <summary>What the router means.</summary>
    public RouterSpec Spec { get; }

    /// <summary>Expert choice: which rows take a loop, [rows], and the weight of its output, [rows].</summary>
    /// <param name="loop">The loop; every row takes the first.</param>
    /// <param name="states">Before the loop, [rows, hidden].</param>
    /// <param name="active">Rows that took every loop before, [rows].</param>
    /// <param name="thresholds">What scores must exceed, [rows].</param>
    public (Tensor Active, Tensor Gate) ChooseLoop(int loop, Tensor states, Tensor active, Tensor thresholds)
    {
        var deciding = Spec.HasAuxiliary && loop > 0 ? _auxiliary[loop - 1] : null;
        var chosen = (Tensor[])_scripts.invoke(
            "choose_loop", states, active, thresholds, _scores[loop].First, _scores[loop].Second!, deciding?.First!, deciding?.Second!, _offset, _scale, _temperature, loop == 0);
        return (chosen[0], chosen[1]);
    }

    /// <summary>Expert choice: the number that is compared with the threshold of a loop above 0, [rows].</summary>
    /// <param name="loop">The loop, from 1.</param>
    /// <param name="states">Before the loop, [rows, hidden].</param>
    public Tensor ScoreOf(int loop, Tensor states)
    {
        var deciding = Spec.HasAuxiliary ? _auxiliary[loop - 1] : _scores[loop];
        return (Tensor)_scripts.invoke("router_score", states, deciding.First, deciding.Second!);
    }

    /// <summary>Token choice: the last loop that each row takes, [rows], and the weight of the result, [rows].</summary>
    /// <param name="states">Before the first loop, [rows, hidden].</param>
    public (Tensor LastLoop, Tensor Gate) ChooseDepth(Tensor states)
    {
        var chosen = (Tensor[])_scripts.invoke(
            "choose_depth", states, _scores[0].First, _scores[0].Second!, _bias!, _scale, _temperature, Spec.Activation == RouterActivation.Softmax);
        return (chosen[0], chosen[1]);
    }

    /// <summary>Updates the states of active rows with a block's output, in place.</summary>
    public void Update(Tensor states, Tensor block, Tensor active, Tensor gate) => _scripts.invoke("update", states, block, active, gate, Spec.Update == RouterUpdate.Interpolate);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var function in _scores.Concat(_auxiliary))
        {
            function.First.Dispose();
            function.Second?.Dispose();
        }

        _bias?.Dispose();
        _offset.Dispose();
        _scale.Dispose();
        _temperature.Dispose();
    }

    /// <summary>A score function's two matrices, the second of which may be missing.</summary>
    private sealed class ScoreFunction(ScoreWeights weights, WeightUpload upload)
    {
        public Tensor First { get; } = upload.Stack(new WeightUpload.Part(weights.First)).DetachFromDisposeScope();

        public Tensor? Second { get; } = weights.Second is null ? null : upload.Stack(new WeightUpload.Part(weights.Second)).DetachFromDisposeScope();
    }
}
