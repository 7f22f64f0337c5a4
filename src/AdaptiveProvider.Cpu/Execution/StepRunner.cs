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
    private readonly StateMeasures _measures;
    private readonly KeptStates _kept;
    private readonly RoutedStage? _routed;
    private readonly HiddenRows _hidden;
    private readonly HiddenRows _gathered;
    private readonly HiddenRows _exits; // States before the tail of rows that run it.
    private readonly int _tailStage;
    private readonly LoopBoundary _loops;
    private readonly VectorMath _math;
    private readonly Action<int> _body;
    private StepRows _step = null!;
    private SampledToken[] _tokens = [];
    private float[] _scores = [];
    private bool _measuresStates;

    /// <summary>Reserves the residual stream of so many rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layers">Runs single layers.</param>
    /// <param name="head">Runs the head.</param>
    /// <param name="measures">Measures states.</param>
    /// <param name="kept">Hidden states between steps.</param>
    /// <param name="loops">What a looped stage does around its layers.</param>
    /// <param name="selected">The routed rows of a pass; null for a model without a router.</param>
    /// <param name="team">The workers.</param>
    /// <param name="math">Operations on rows.</param>
    /// <param name="rowsMax">Most rows of a step.</param>
    public StepRunner(
        PackedModel model,
        LayerRunner layers,
        HeadRunner head,
        StateMeasures measures,
        KeptStates kept,
        LoopBoundary loops,
        SelectedRows? selected,
        WorkerTeam team,
        VectorMath math,
        int rowsMax)
    {
        (_model, _layers, _head, _measures, _kept, _team) = (model, layers, head, measures, kept, team);
        (_loops, _math) = (loops, math);
        var layout = model.Spec.Layout;
        bool hasTail = layout.TailPass < layout.PassCount;
        _tailStage = hasTail ? layout.Passes[layout.TailPass].StageIndex : -1;
        _hidden = new HiddenRows(rowsMax, model.Spec.HiddenSize);
        _gathered = new HiddenRows(rowsMax, model.Spec.HiddenSize);
        _exits = new HiddenRows(hasTail ? rowsMax : 0, model.Spec.HiddenSize);
        _routed = selected is null ? null : new RoutedStage(model, selected, layers, team, math, _hidden, _gathered);
        _body = RunWorker;
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _hidden.Bytes + _gathered.Bytes + _exits.Bytes + _measures.Bytes + _loops.Bytes + _layers.Bytes + _head.Bytes + (_routed?.Bytes ?? 0);

    /// <summary>Runs the step and fills its result.</summary>
    public void Run(StepRows step, StepResult result)
    {
        _step = step;
        long layerRows = _layers.LayerRows;
        Prepare(step);
        _team.Run(_body);
        KeepStates(step);
        result.Tokens.AddRange(_tokens.AsSpan(0, step.HeadRowCount));
        result.ItemScores.AddRange(_scores.AsSpan(0, step.Items.Count));
        result.LayerRowsExecuted = _layers.LayerRows - layerRows;
        DepthReport.Fill(_model.Spec.Layout, step, _routed, result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _layers.Dispose();
        _head.Dispose();
        _routed?.Dispose();
        _measures.Dispose();
        _loops.Dispose();
        _hidden.Dispose();
        _gathered.Dispose();
        _exits.Dispose();
    }

    private void Prepare(StepRows step)
    {
        if (_tokens.Length < step.HeadRowCount)
        {
            _tokens = new SampledToken[step.HeadRowCount];
        }

        if (_scores.Length < step.Items.Count)
        {
            _scores = new float[step.Items.Count];
        }

        Array.Fill(_scores, float.NaN);
        _measuresStates = false;
        foreach (var work in step.Items)
        {
            _measuresStates |= StateMeasures.Takes(work.Measure);
            _routed?.Rows.Begin(work);
        }
    }

    private void RunWorker(int worker)
    {
        LoadRows(worker);
        _team.Barrier();
        foreach (ref readonly var window in CollectionsMarshal.AsSpan(_step.Windows))
        {
            NoteStates(worker, window);
            if (window.Stage == _routed?.Stage)
            {
                _routed.Run(worker, _step, window);
            }
            else
            {
                RunPass(worker, window);
            }
        }

        MeasureStates(worker);
        _head.Run(worker, _step, _hidden.Row(0), _tokens, _scores);
    }

    // States that are needed later though the pass changes them. A pass writes no state before its first barrier, so these copies need none.
    private void NoteStates(int worker, in PassWindow window)
    {
        if (_measuresStates && worker == 0)
        {
            _measures.NoteBefore(_step, window, _hidden);
        }

        if (window.Stage != _tailStage)
        {
            return;
        }

        foreach (ref readonly var run in CollectionsMarshal.AsSpan(_step.Lists.Runs).Slice(window.Runs.First, window.Runs.Count))
        {
            var work = _step.Items[run.Item];
            if (work.RunsTail && run.Item % _team.Count == worker && (work.KeepHidden || StateMeasures.Takes(work.Measure)))
            {
                int first = _step.FirstRow(run.Item);
                new Span<float>(_hidden.Row(first), work.Length * _hidden.HiddenSize).CopyTo(new Span<float>(_exits.Row(first), work.Length * _hidden.HiddenSize));
            }
        }
    }

    private void MeasureStates(int worker)
    {
        for (int item = worker; _measuresStates && item < _step.Items.Count; item += _team.Count)
        {
            var work = _step.Items[item];
            if (StateMeasures.Takes(work.Measure))
            {
                _scores[item] = _measures.Measure(worker, item, work, ExitStates(work).Row(_step.LastRow(item)));
            }
        }
    }

    // Where the states after an item's last pass, before the tail, are once the step has run.
    private HiddenRows ExitStates(WorkItem work) => work.RunsTail ? _exits : _hidden;

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
                    _kept.Restore(work.Slot, work.Position + row - first, _hidden.Row(row), _loops.Injected(row));
                }
                else
                {
                    Embed(tokens[row - first], row);
                }
            }
        }
    }

    private void Embed(int token, int row)
    {
        _model.Embedding.CopyRowTo(token, _hidden.Span(row));
        if (_model.Spec.EmbeddingScale != 1)
        {
            _math.Scale(_model.Spec.EmbeddingScale, _hidden.Row(row), _hidden.HiddenSize);
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

        _loops.Enter(worker, _step, window, hidden);
        _layers.RunStage(worker, _model, window.Stage, _step.Lists, window, hidden);
        _loops.Leave(worker, window, hidden);
        if (window.IsGathered && !window.OnlyWrites)
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
                _kept.Keep(work.Slot, work.Position + row, work.EndPass, ExitStates(work).Row(step.FirstRow(item) + row), _loops.Injected(step.FirstRow(item) + row));
            }
        }
    }
}
