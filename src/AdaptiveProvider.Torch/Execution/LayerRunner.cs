using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Runs one layer over the rows of a pass: one script call where the rows form one group or flash attention takes any.</summary>
internal sealed class LayerRunner : IDisposable
{
    private readonly DeviceModel _model;
    private readonly KvStore _store;
    private readonly jit.CompilationUnit _scripts;
    private readonly bool _hasFlash;
    private readonly Scalar _epsilon;

    /// <summary>Prepares the arguments that never change.</summary>
    public LayerRunner(DeviceModel model, KvStore store, jit.CompilationUnit scripts, bool hasFlash)
    {
        (_model, _store, _scripts, _hasFlash) = (model, store, scripts, hasFlash);
        _epsilon = model.Spec.NormEpsilon;
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="layer">The weights.</param>
    /// <param name="layerInStage">The layer's index in its stage, which selects the cache planes.</param>
    /// <param name="step">The step.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="hidden">[pass rows, hidden], changed in place.</param>
    /// <param name="taken">Loops that each position has taken, where keys of others are not there; null where all are.</param>
    public void Run(DeviceLayer layer, int layerInStage, StepTensors step, PassRows pass, Tensor hidden, Tensor? taken = null)
    {
        object?[] state = State(layer, layerInStage, step, pass, hidden);
        if (_hasFlash && taken is null)
        {
            RunFlash(layer, step, pass, state);
        }
        else if (pass.Groups.Count == 1)
        {
            RunGroup(layer, step, pass, state, taken);
        }
        else
        {
            RunGroups(layer, step, pass, state, taken);
        }
    }

    /// <summary>Writes the keys and values that a layer makes of states, and nothing else.</summary>
    /// <param name="layer">The weights.</param>
    /// <param name="layerInStage">The layer's index in its stage, which selects the cache planes.</param>
    /// <param name="step">The step.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="hidden">[pass rows, hidden]</param>
    public void StoreKeys(DeviceLayer layer, int layerInStage, StepTensors step, PassRows pass, Tensor hidden)
    {
        if (pass.WriteTokens is not null)
        {
            Invoke("store_keys", [.. State(layer, layerInStage, step, pass, hidden), .. layer.ProjectArguments, _model.Spec.HeadCount, _model.Spec.KvHeadCount, _epsilon, true]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _epsilon.Dispose();

    private object?[] State(DeviceLayer layer, int layerInStage, StepTensors step, PassRows pass, Tensor hidden) =>
    [
        hidden,
        _store.FromPlane(pass.Plane + layerInStage),
        pass.WriteTokens is { } tokens ? step.Indices(tokens) : null,
        pass.WriteRows is { } rows ? step.Indices(rows) : null,
        layer.UsesRotary ? step.Rotation(pass) : null,
    ];

    private void RunFlash(DeviceLayer layer, StepTensors step, PassRows pass, object?[] state)
    {
        var (rowStarts, keyStarts, keyCounts) = step.Ranges(pass);
        Invoke(
            "flash_layer",
            [.. state, rowStarts, keyStarts, keyCounts, pass.SpanMax, pass.LengthMax, layer.Window ?? 0, .. layer.ProjectArguments, .. layer.FinishArguments, .. Shape(layer)]);
    }

    private void RunGroup(DeviceLayer layer, StepTensors step, PassRows pass, object?[] state, Tensor? taken)
    {
        var group = pass.Groups[0];
        Invoke(
            "layer",
            [
                .. state, step.Mask(pass, group, layer.Window, taken), Token(group), group.Spans, group.Span, _store.Shape.SlotLength, group.Length,
                .. layer.ProjectArguments, .. layer.FinishArguments, .. Shape(layer),
            ]);
    }

    private void RunGroups(DeviceLayer layer, StepTensors step, PassRows pass, object?[] state, Tensor? taken)
    {
        var spec = _model.Spec;
        var states = (Tensor)Invoke("project", [.. state, .. layer.ProjectArguments, spec.HeadCount, spec.KvHeadCount, _epsilon, true])!;
        var mixed = new List<Tensor>();
        foreach (var group in pass.Groups)
        {
            mixed.Add((Tensor)Invoke(
                "attend",
                [
                    states, state[1], step.Mask(pass, group, layer.Window, taken), group.Row, Token(group), group.Spans, group.Span, _store.Shape.SlotLength, group.Length,
                    spec.HeadCount, spec.KvHeadCount,
                ])!);
        }

        Invoke("finish", [state[0], cat(mixed, 0), .. layer.FinishArguments, _epsilon, layer.IsGelu]);
    }

    private object?[] Shape(DeviceLayer layer) => [_model.Spec.HeadCount, _model.Spec.KvHeadCount, _epsilon, layer.IsGelu];

    private static int Token(in SpanGroup group) => checked((int)group.Token);

    private object? Invoke(string function, object?[] arguments) => _scripts.invoke(function, arguments!);
}
