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

    /// <summary>True when rows of different loops cannot run in one pass.</summary>
    public bool LoopsDiffer => _isTokenChoice;

    /// <summary>Runs one pass.</summary>
    /// <param name="rows">The stage's decisions in this step.</param>
    /// <param name="step">The step.</param>
    /// <param name="pass">The pass over all rows that have not left, whether they take their loop or not.</param>
    /// <param name="states">[pass rows, hidden], changed in place.</param>
    public void Run(RoutedRows rows, StepTensors step, PassRows pass, Tensor states)
    {
        if (pass.OnlyWritesCache)
        {
            // The keys and values are there, as if every row had taken the loop.
            Note(rows, pass, rows.Active[pass]);
            ForLayers(pass, (layer, inStage) => _layers.StoreKeys(layer, inStage, step, pass, states));
            return;
        }

        var (active, gate) = _isTokenChoice ? ChooseDepth(rows, pass, states) : ChooseLoops(rows, pass, states);
        Note(rows, pass, active);
        rows.Count(active, _stage.LayerCount);
        var taken = _hidesKeys && Array.Exists(pass.Loops, loop => loop.Loop > 0) ? _taken.view(_shape.SlotCount, _shape.SlotLength) : null;
        var block = (_isTokenChoice ? rows.Running[pass] : states).clone(); // [pass rows, hidden]
        ForLayers(pass, (layer, inStage) => _layers.Run(layer, inStage, step, pass, block, taken));
        if (!_isTokenChoice)
        {
            _router.Update(states, block, active, gate);
            return;
        }

        // Token choice runs on from loop to loop, and changes the stage's input once, at the end.
        rows.Running[pass] = where(active.unsqueeze(1), block, rows.Running[pass]);
        if (pass.Loop == _stage.Loops - 1)
        {
            _router.Update(states, rows.Running[pass], ones_like(active), gate);
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

    private void ForLayers(PassRows pass, Action<DeviceLayer, int> run)
    {
        for (int layer = 0; layer < _stage.LayerCount; layer++)
        {
            run(_model.Layer(_stage.FirstLayer + layer, pass.Loop), layer);
        }
    }

    // How many loops a row has taken is also known beside the cache, for the rows after it.
    private void Note(RoutedRows rows, PassRows pass, Tensor active)
    {
        rows.Active[pass] = active;
        var taken = rows.Taken[pass].add(active);
        rows.Taken[pass] = taken;
        _taken.index_copy_(0, rows.Tokens[pass], taken);
    }

    // Which rows take their loop, and the weight of its output, [pass rows]; each loop has a router of its own.
    private (Tensor Active, Tensor Gate) ChooseLoops(RoutedRows rows, PassRows pass, Tensor states)
    {
        var (active, thresholds) = (rows.Active[pass], rows.Thresholds[pass]);
        if (pass.Loops.Length == 1)
        {
            return _router.ChooseLoop(pass.Loop, states, active, thresholds);
        }

        var chosen = Array.ConvertAll(pass.Loops, loop => _router.ChooseLoop(
            loop.Loop, states.narrow(0, loop.FirstRow, loop.RowCount), active.narrow(0, loop.FirstRow, loop.RowCount), thresholds.narrow(0, loop.FirstRow, loop.RowCount)));
        return (cat([.. chosen.Select(loop => loop.Active)], 0), cat([.. chosen.Select(loop => loop.Gate)], 0));
    }

    private (Tensor Active, Tensor Gate) ChooseDepth(RoutedRows rows, PassRows pass, Tensor states)
    {
        if (pass.Loop == 0)
        {
            (rows.LastLoop[pass], rows.Gate[pass]) = _router.ChooseDepth(states);
            rows.Running[pass] = states.clone();
        }

        return (rows.LastLoop[pass].ge(pass.Loop), rows.Gate[pass]);
    }
}
