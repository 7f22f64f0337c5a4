using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.KeyValues;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Routing;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Runs a step as one program on all workers: embedding, passes, head. Every weight is read once per pass.</summary>
internal sealed unsafe class StepRunner : IDisposable
{
    private readonly PackedModel _model;
    private readonly WorkerTeam _team;
    private readonly LayerRunner _layers;
    private readonly HeadRunner _head;
    private readonly KeptStates _kept;
    private readonly RoutedStage? _routed;
    private readonly HiddenRows _hidden;
    private readonly HiddenRows _gathered;
    private readonly Action<int> _body;
    private StepRows _step = null!;
    private SampledToken[] _tokens = [];

    /// <summary>Reserves the residual stream of so many rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">Runs single layers.</param>
    /// <param name="head">Runs the head.</param>
    /// <param name="kept">Hidden states between steps.</param>
    /// <param name="selected">The routed rows of a pass; null for a model without a router.</param>
    /// <param name="team">The workers.</param>
    /// <param name="math">Operations on rows.</param>
    /// <param name="rowsMax">Most rows of a step.</param>
    public StepRunner(PackedModel model, LayerRunner layers, HeadRunner head, KeptStates kept, SelectedRows? selected, WorkerTeam team, VectorMath math, int rowsMax)
    {
        (_model, _layers, _head, _kept, _team) = (model, layers, head, kept, team);
        _hidden = new HiddenRows(rowsMax, model.Spec.HiddenSize);
        _gathered = new HiddenRows(rowsMax, model.Spec.HiddenSize);
        _routed = selected is null ? null : new RoutedStage(model, selected, layers, team, math, _hidden, _gathered);
        _body = RunWorker;
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _hidden.Bytes + _gathered.Bytes + _layers.Bytes + _head.Bytes + (_routed?.Bytes ?? 0);

    /// <summary>Runs the step and fills its result.</summary>
    public void Run(StepRows step, StepResult result)
    {
        _step = step;
        long layerRows = _layers.LayerRows;
        if (_tokens.Length < step.HeadRows.Count)
        {
            _tokens = new SampledToken[step.HeadRows.Count];
        }

        _team.Run(_body);
        KeepStates(step);
        result.Tokens.AddRange(_tokens.AsSpan(0, step.HeadRows.Count));
        result.LayerRowsExecuted = _layers.LayerRows - layerRows;
        DepthReport.Fill(_model.Spec.Layout, step, _routed, _model.Spec.Router?.Stage ?? -1, result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _layers.Dispose();
        _head.Dispose();
        _routed?.Dispose();
        _hidden.Dispose();
        _gathered.Dispose();
    }

    private void RunWorker(int worker)
    {
        LoadRows(worker);
        _team.Barrier();
        foreach (ref readonly var window in CollectionsMarshal.AsSpan(_step.Windows))
        {
            if (window.Stage == _model.Spec.Router?.Stage)
            {
                _routed!.Run(worker, _step, window);
            }
            else
            {
                RunPass(worker, window);
            }
        }

        _head.Run(worker, _step, _hidden.Row(0), _tokens);
    }

    private void LoadRows(int worker)
    {
        var share = Share.Of(worker, _team.Count, _step.RowCount);
        for (int item = 0; item < _step.Items.Count; item++)
        {
            var (work, first) = (_step.Items[item], _step.FirstRow(item));
            var tokens = work.Tokens.Span;
            for (int row = Math.Max(share.First, first); row < Math.Min(share.End, first + tokens.Length); row++)
            {
                if (work.FirstPass > 0)
                {
                    _kept.Restore(work.Slot, work.Position + row - first, _hidden.Row(row));
                }
                else
                {
                    _model.Embedding.CopyRowTo(tokens[row - first], _hidden.Span(row));
                }
            }
        }
    }

    private void RunPass(int worker, in PassWindow window)
    {
        float* hidden = _hidden.Row(window.FirstRow);
        if (window.IsGathered)
        {
            hidden = _gathered.Row(0);
            CopyRows(worker, window, gather: true);
        }

        var stage = _model.Spec.Layout.Stages[window.Stage];
        for (int layer = 0; layer < stage.LayerCount; layer++)
        {
            _layers.Run(worker, _model.Layer(stage.FirstLayer + layer, window.Loop), layer, _step.Lists, window, hidden);
        }

        if (window.IsGathered)
        {
            CopyRows(worker, window, gather: false);
        }
    }

    private void CopyRows(int worker, in PassWindow window, bool gather)
    {
        foreach (ref readonly var run in CollectionsMarshal.AsSpan(_step.Lists.Runs).Slice(window.Runs.First, window.Runs.Count))
        {
            if (run.Item % _team.Count == worker)
            {
                float* own = _hidden.Row(_step.FirstRow(run.Item)), copy = _gathered.Row(run.FirstRow);
                long bytes = (long)run.Length * _model.Spec.HiddenSize * sizeof(float);
                Buffer.MemoryCopy(gather ? own : copy, gather ? copy : own, bytes, bytes);
            }
        }

        _team.Barrier();
    }

    private void KeepStates(StepRows step)
    {
        for (int item = 0; item < step.Items.Count; item++)
        {
            var work = step.Items[item];
            if (work.FirstPass == 0)
            {
                _kept.Rows.ForgetFrom(work.Slot, work.Position);
            }

            for (int row = 0; work.KeepHidden && row < work.Length; row++)
            {
                _kept.Keep(work.Slot, work.Position + row, work.EndPass, _hidden.Row(step.FirstRow(item) + row));
            }
        }
    }
}
