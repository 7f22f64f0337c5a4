using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Torch.Execution;
using AdaptiveProvider.Torch.KeyValues;
using AdaptiveProvider.Torch.Layers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Routing;

/// <summary>Runs the loops of a routed stage: each row decides on the device, all rows run, and the results of those that take the loop count.</summary>
/// <remarks>
/// The host never learns in a step who took a loop, so it plans the same work for every row. Keys of rows that did not take a loop are hidden from others by
/// how many loops each cached position has taken, which is kept beside the cache: so a row's depth cannot reach its neighbours.
/// </remarks>
internal sealed class RoutedStage : IDisposable
{
    private readonly DeviceModel _model;
    private readonly DeviceRouter _router;
    private readonly LayerRunner _layers;
    private readonly KvShape _shape;
    private readonly Stage _stage;
    private readonly Tensor _taken; // [slots * positions], loops that each cached position has taken
    private readonly bool _hidesKeys;
    private readonly bool _isTokenChoice;

    /// <summary>Prepares a stage.</summary>
    public RoutedStage(DeviceModel model, DeviceRouter router, LayerRunner layers, KvShape shape, Device device)
    {
        (_model, _router, _layers, _shape) = (model, router, layers, shape);
        _stage = model.Spec.Layout.Stages[router.Spec.Stage];
        _hidesKeys = _stage.KvPolicy != KvPolicy.SharedFirst;
        _isTokenChoice = router.Spec.Kind == RouterKind.TokenChoice;
        _taken = zeros((long)shape.SlotCount * shape.SlotLength, ScalarType.Int32, device).DetachFromDisposeScope();
    }

    /// <summary>Runs one loop.</summary>
    /// <param name="rows">The stage's decisions in this step.</param>
    /// <param name="step">The step.</param>
    /// <param name="pass">The pass over all rows that have not left, whether they take the loop or not.</param>
    /// <param name="states">[pass rows, hidden], changed in place.</param>
    public void Run(RoutedRows rows, StepTensors step, PassRows pass, Tensor states)
    {
        Decide(rows, pass.Loop, states);
        rows.Count(_stage.LayerCount);
        _taken.index_copy_(0, rows.Tokens, rows.Taken);
        var taken = _hidesKeys && pass.Loop > 0 ? _taken.view(_shape.SlotCount, _shape.SlotLength) : null;
        var block = (_isTokenChoice ? rows.Running! : states).clone(); // [pass rows, hidden]
        for (int layer = 0; layer < _stage.LayerCount; layer++)
        {
            _layers.Run(_model.Layer(_stage.FirstLayer + layer, pass.Loop), layer, step, pass, block, taken);
        }

        if (!_isTokenChoice)
        {
            _router.Update(states, block, rows.Active, rows.Gate);
            return;
        }

        // Token choice runs on from loop to loop, and changes the stage's input once, at the end.
        rows.Running = where(rows.Active.unsqueeze(1), block, rows.Running!);
        if (pass.Loop == _stage.Loops - 1)
        {
            _router.Update(states, rows.Running, ones_like(rows.Active), rows.Gate);
        }
    }

    /// <summary>Copies what is known of the first positions of a slot.</summary>
    public void CopyPrefix(int sourceSlot, int targetSlot, int length)
    {
        using var source = _taken.narrow(0, (long)sourceSlot * _shape.SlotLength, length);
        using var target = _taken.narrow(0, (long)targetSlot * _shape.SlotLength, length);
        target.copy_(source); // in place
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _taken.Dispose();
        _router.Dispose();
    }

    private void Decide(RoutedRows rows, int loop, Tensor states)
    {
        if (!_isTokenChoice)
        {
            (rows.Active, rows.Gate) = _router.ChooseLoop(loop, states, rows.Active, rows.Thresholds);
            return;
        }

        if (loop == 0)
        {
            (rows.LastLoop, rows.Gate) = _router.ChooseDepth(states);
            rows.Running = states.clone();
        }

        rows.Active = rows.LastLoop!.ge(loop);
    }
}
