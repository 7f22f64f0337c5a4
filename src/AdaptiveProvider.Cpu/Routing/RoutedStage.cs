using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Execution;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Cpu.Routing;

/// <summary>Runs the passes of a routed stage: decide, select, run the block over the selected rows, update their states.</summary>
/// <remarks>
/// The block runs over a copy, so that the states before it are still there for the update, and stay as they are for rows that do not take the
/// loop. Rows of different loops run together: each has its own loop's router, gate, cache planes and place.
/// </remarks>
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
    private readonly int _firstPass;

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
        _firstPass = model.Spec.Layout.Passes.First(pass => pass.StageIndex == Stage).Index;
        _running = new HiddenRows(_isTokenChoice ? rows.Decisions.Length : 0, hidden.HiddenSize);
    }

    /// <summary>Index of the stage.</summary>
    public int Stage => _router.Spec.Stage;

    /// <summary>The decisions, and the rows of the pass at hand.</summary>
    public SelectedRows Rows { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _running.Bytes + Rows.Entries.Bytes;

    /// <summary>How many of an item's passes are loops of this stage.</summary>
    public int LoopsOf(WorkItem work)
        => Math.Max(0, Math.Min(work.EndPass, _firstPass + _model.Spec.Layout.Stages[Stage].Loops) - Math.Max(work.FirstPass, _firstPass));

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
        Gather(share);
        _team.Barrier();
        _layers.RunStage(worker, _model, window.Stage, Rows.Lists, selected, _block.Row(0));
        if (!window.OnlyWrites)
        {
            Update(share);
            _team.Barrier();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private void Decide(int worker, StepRows step, in PassWindow window)
    {
        var share = Share.Of(worker, _team.Count, window.RowCount);
        var runs = CollectionsMarshal.AsSpan(step.Lists.Runs).Slice(window.Runs.First, window.Runs.Count);
        var loops = CollectionsMarshal.AsSpan(step.Lists.Loops).Slice(window.Planes, window.Runs.Count);
        for (int i = 0; i < runs.Length; i++)
        {
            ref readonly var run = ref runs[i];
            var work = step.Items[run.Item];
            int offset = step.FirstRow(run.Item) - run.FirstRow, loop = loops[i];
            for (int row = Math.Max(share.First, run.FirstRow); row < Math.Min(share.End, run.FirstRow + run.Length); row++)
            {
                Decide(worker, offset + row, loop, work);
            }
        }
    }

    private void Decide(int worker, int row, int loop, WorkItem work)
    {
        ref var decision = ref Rows.Decisions[row];
        if (work.OnlyWritesCache)
        {
            decision = new RowDecision { Loop = loop, IsActive = true };
            return;
        }

        // A kept state between loops is that of a row that took every loop before.
        if (loop == 0 || _firstPass + loop == work.FirstPass)
        {
            decision = new RowDecision { IsActive = true };
            if (_isTokenChoice)
            {
                decision.LastLoop = _router.LastLoop(worker, _hidden.Row(row), out decision.Gate);
            }
        }

        decision.Loop = loop;
        decision.IsActive = _isTokenChoice
            ? loop <= decision.LastLoop
            : decision.IsActive && _router.TakesLoop(worker, loop, work.RouterThreshold, _hidden.Row(row), out decision.Gate);
    }

    // Token choice runs on from loop to loop and keeps the stage's input for the end.
    private void Gather(Share share)
    {
        for (int row = share.First; row < share.End; row++)
        {
            var source = _isTokenChoice && Rows.Decisions[Rows.Sources[row]].Loop > 0 ? _running : _hidden;
            source.Span(Rows.Sources[row]).CopyTo(_block.Span(row));
        }
    }

    private void Update(Share share)
    {
        for (int row = share.First; row < share.End; row++)
        {
            int target = Rows.Sources[row];
            ref readonly var decision = ref Rows.Decisions[target];
            if (_isTokenChoice && decision.Loop < decision.LastLoop)
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
