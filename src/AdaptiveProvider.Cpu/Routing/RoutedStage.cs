using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Execution;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Cpu.Routing;

/// <summary>Runs the passes of a routed stage: decide, select, run the block over the selected rows, update their states.</summary>
/// <remarks>The block runs over a copy, so that the states before it are still there for the update, and stay as they are for rows that do not take the loop.</remarks>
internal sealed unsafe class RoutedStage : IDisposable
{
    private readonly PackedModel _model;
    private readonly PackedRouter _router;
    private readonly LayerRunner _layers;
    private readonly WorkerTeam _team;
    private readonly VectorMath _math;
    private readonly HiddenRows _hidden;
    private readonly HiddenRows _block;
    private readonly HiddenRows _running;
    private readonly bool _isTokenChoice;

    /// <summary>Prepares a stage.</summary>
    /// <param name="model">The model, which has a router.</param>
    /// <param name="rows">Where decisions and selected rows are kept.</param>
    /// <param name="layers">Runs the block's layers.</param>
    /// <param name="team">The workers.</param>
    /// <param name="math">Updates the states.</param>
    /// <param name="hidden">The step's states.</param>
    /// <param name="block">Scratch for as many rows.</param>
    public RoutedStage(PackedModel model, SelectedRows rows, LayerRunner layers, WorkerTeam team, VectorMath math, HiddenRows hidden, HiddenRows block)
    {
        (_model, _router, _layers, _team, _math, _hidden, _block) = (model, model.Router!, layers, team, math, hidden, block);
        Rows = rows;
        _isTokenChoice = _router.Spec.Kind == RouterKind.TokenChoice;
        _running = new HiddenRows(_isTokenChoice ? rows.Decisions.Length : 0, hidden.HiddenSize);
    }

    /// <summary>The decisions, and the rows of the pass at hand.</summary>
    public SelectedRows Rows { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _running.Bytes + Rows.Entries.Bytes;

    /// <summary>Runs one pass.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="step">The step.</param>
    /// <param name="window">The pass over all rows that have not left, whether they take the loop or not.</param>
    public void Run(int worker, StepRows step, in PassWindow window)
    {
        Decide(worker, step, window);
        _team.Barrier();
        if (worker == 0)
        {
            Rows.Select(step, window);
        }

        _team.Barrier();
        var selected = Rows.Window;
        if (selected.RowCount == 0)
        {
            return;
        }

        var share = Share.Of(worker, _team.Count, selected.RowCount);
        Gather(share, window.Loop);
        _team.Barrier();
        var stage = _model.Spec.Layout.Stages[window.Stage];
        for (int layer = 0; layer < stage.LayerCount; layer++)
        {
            _layers.Run(worker, _model.Layer(stage.FirstLayer + layer, window.Loop), layer, Rows.Lists, selected, _block.Row(0));
        }

        Update(share, window.Loop);
        _team.Barrier();
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private void Decide(int worker, StepRows step, in PassWindow window)
    {
        var share = Share.Of(worker, _team.Count, window.RowCount);
        foreach (ref readonly var run in CollectionsMarshal.AsSpan(step.Lists.Runs).Slice(window.Runs.First, window.Runs.Count))
        {
            float threshold = step.Items[run.Item].RouterThreshold;
            int offset = step.FirstRow(run.Item) - run.FirstRow;
            for (int row = Math.Max(share.First, run.FirstRow); row < Math.Min(share.End, run.FirstRow + run.Length); row++)
            {
                Decide(worker, offset + row, window.Loop, threshold);
            }
        }
    }

    private void Decide(int worker, int row, int loop, float threshold)
    {
        ref var decision = ref Rows.Decisions[row];
        if (loop == 0)
        {
            decision = new RowDecision { IsActive = true };
            if (_isTokenChoice)
            {
                decision.LastLoop = _router.LastLoop(worker, _hidden.Row(row), out decision.Gate);
            }
        }

        decision.IsActive = _isTokenChoice
            ? loop <= decision.LastLoop
            : decision.IsActive && _router.TakesLoop(worker, loop, threshold, _hidden.Row(row), out decision.Gate);
    }

    // Token choice runs on from loop to loop and keeps the stage's input for the end.
    private void Gather(Share share, int loop)
    {
        var source = _isTokenChoice && loop > 0 ? _running : _hidden;
        for (int row = share.First; row < share.End; row++)
        {
            source.Span(Rows.Sources[row]).CopyTo(_block.Span(row));
        }
    }

    private void Update(Share share, int loop)
    {
        for (int row = share.First; row < share.End; row++)
        {
            int target = Rows.Sources[row];
            ref readonly var decision = ref Rows.Decisions[target];
            if (_isTokenChoice && loop < decision.LastLoop)
            {
                _block.Span(row).CopyTo(_running.Span(target));
            }
            else if (_router.Spec.Update == RouterUpdate.AddOutput)
            {
                _math.AddScaled(decision.Gate, _block.Row(row), _hidden.Row(target), _hidden.HiddenSize);
            }
            else
            {
                _math.Interpolate(decision.Gate, _block.Row(row), _hidden.Row(target), _hidden.HiddenSize);
            }
        }
    }
}
