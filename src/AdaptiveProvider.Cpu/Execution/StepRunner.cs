using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.KeyValues;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Memory;
using AdaptiveProvider.Cpu.Threading;
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
    private readonly AlignedMemory _hidden;
    private readonly AlignedMemory _gathered;
    private readonly Action<int> _body;
    private StepRows _step = null!;
    private SampledToken[] _tokens = [];

    /// <summary>Reserves the residual stream of so many rows.</summary>
    public StepRunner(PackedModel model, LayerRunner layers, HeadRunner head, KeptStates kept, WorkerTeam team, int rowsMax)
    {
        (_model, _layers, _head, _kept, _team) = (model, layers, head, kept, team);
        _hidden = new AlignedMemory((long)rowsMax * model.Spec.HiddenSize * sizeof(float));
        _gathered = new AlignedMemory((long)rowsMax * model.Spec.HiddenSize * sizeof(float));
        _body = RunWorker;
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _hidden.Bytes + _gathered.Bytes + _layers.Bytes + _head.Bytes;

    /// <summary>Runs the step and returns one token per head row, valid until the next step.</summary>
    public ReadOnlySpan<SampledToken> Run(StepRows step)
    {
        _step = step;
        if (_tokens.Length < step.HeadRows.Count)
        {
            _tokens = new SampledToken[step.HeadRows.Count];
        }

        _team.Run(_body);
        KeepStates(step);
        return _tokens.AsSpan(0, step.HeadRows.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _layers.Dispose();
        _head.Dispose();
        _hidden.Dispose();
        _gathered.Dispose();
    }

    private float* Hidden(int row) => (float*)_hidden.Data + ((nint)row * _model.Spec.HiddenSize);

    private float* Gathered(int row) => (float*)_gathered.Data + ((nint)row * _model.Spec.HiddenSize);

    private void RunWorker(int worker)
    {
        LoadRows(worker);
        _team.Barrier();
        foreach (ref readonly var window in CollectionsMarshal.AsSpan(_step.Windows))
        {
            RunPass(worker, window);
        }

        _head.Run(worker, _step, Hidden(0), _tokens);
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
                    _kept.Restore(work.Slot, work.Position + row - first, Hidden(row));
                }
                else
                {
                    _model.Embedding.CopyRowTo(tokens[row - first], new Span<float>(Hidden(row), _model.Spec.HiddenSize));
                }
            }
        }
    }

    private void RunPass(int worker, in PassWindow window)
    {
        float* hidden = Hidden(window.FirstRow);
        if (window.IsGathered)
        {
            hidden = Gathered(0);
            CopyRows(worker, window, gather: true);
        }

        var stage = _model.Spec.Layout.Stages[window.Stage];
        for (int layer = 0; layer < stage.LayerCount; layer++)
        {
            _layers.Run(worker, _model.Layers[stage.FirstLayer + layer], layer, _step, window, hidden);
        }

        if (window.IsGathered)
        {
            CopyRows(worker, window, gather: false);
        }
    }

    private void CopyRows(int worker, in PassWindow window, bool gather)
    {
        foreach (ref readonly var run in CollectionsMarshal.AsSpan(_step.Runs).Slice(window.Runs.First, window.Runs.Count))
        {
            if (run.Item % _team.Count == worker)
            {
                float* own = Hidden(_step.FirstRow(run.Item)), copy = Gathered(run.FirstRow);
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
                _kept.Keep(work.Slot, work.Position + row, work.EndPass, Hidden(step.FirstRow(item) + row));
            }
        }
    }
}
