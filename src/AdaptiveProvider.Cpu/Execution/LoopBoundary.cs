using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Threading;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>What a looped stage does around its layers: norms between loops, the injection of the stage's input, the start state.</summary>
internal sealed unsafe class LoopBoundary : IDisposable
{
    private readonly PackedModel _model;
    private readonly WorkerTeam _team;
    private readonly VectorMath _math;
    private readonly LoopSpec? _loops;
    private readonly HiddenRows? _injected; // [step rows, hidden], the stage's input
    private readonly HiddenRows? _joined; // [pass rows, 2 * hidden], state and input
    private readonly InputRows? _joinedRows;

    /// <summary>Reserves what the injection of so many rows needs.</summary>
    public LoopBoundary(PackedModel model, WorkerTeam team, KernelSet kernels, Precision precision, int rowsMax)
    {
        (_model, _team, _math, _loops) = (model, team, kernels.Math, model.Spec.Loops);
        if (_loops?.Start is not null)
        {
            int hiddenSize = model.Spec.HiddenSize;
            _injected = new HiddenRows(rowsMax, hiddenSize);
            _joined = new HiddenRows(rowsMax, 2 * hiddenSize);
            _joinedRows = new InputRows(team, rowsMax, 2 * hiddenSize, precision, kernels);
        }
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => (_injected?.Bytes ?? 0) + (_joined?.Bytes ?? 0) + (_joinedRows?.Bytes ?? 0);

    /// <summary>What a row of the step is given in every loop, [hidden]; null where nothing is.</summary>
    public float* Injected(int row) => _injected is null ? null : _injected.Row(row);

    /// <summary>Before the layers of a pass; nothing where rows only write their keys and values.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="step">The step.</param>
    /// <param name="window">The pass.</param>
    /// <param name="hidden">[pass rows, hidden], changed in place.</param>
    public void Enter(int worker, StepRows step, in PassWindow window, float* hidden)
    {
        if (_loops is null || window.OnlyWrites)
        {
            return;
        }

        if (_loops.NormsBeforeTail && window.Stage == _loops.Stage + 1)
        {
            _team.Barrier(); // others may still be copying the states that the norm replaces
            Norm(worker, window.RowCount, hidden);
        }

        if (_loops.Start is not null && window.Stage == _loops.Stage)
        {
            Join(worker, step, window, hidden);
            _team.Barrier();
            var input = _joinedRows!.Set(worker, _joined!.Row(0), window.RowCount);
            _model.Injection!.Multiply(input, window.RowCount, hidden, _model.Spec.HiddenSize, OutputMode.Store, worker, _team.Work);
            _team.Barrier();
        }
    }

    /// <summary>After the layers of a pass; nothing where rows only write their keys and values.</summary>
    /// <param name="worker">The calling worker; all workers call.</param>
    /// <param name="window">The pass.</param>
    /// <param name="hidden">[pass rows, hidden], changed in place.</param>
    public void Leave(int worker, in PassWindow window, float* hidden)
    {
        if (_loops is { NormsEveryLoop: true } && !window.OnlyWrites && window.Stage == _loops.Stage)
        {
            Norm(worker, window.RowCount, hidden);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _injected?.Dispose();
        _joined?.Dispose();
        _joinedRows?.Dispose();
    }

    private void Norm(int worker, int rows, float* hidden)
    {
        int hiddenSize = _model.Spec.HiddenSize;
        var share = Share.Of(worker, _team.Count, rows);
        for (nint row = share.First; row < share.End; row++)
        {
            float* own = hidden + (row * hiddenSize);
            _math.RmsNorm(own, _model.FinalNorm, _model.Spec.NormEpsilon, hiddenSize, own);
        }

        _team.Barrier();
    }

    // Rows at their first loop leave their state as what is injected, and take the start state instead.
    private void Join(int worker, StepRows step, in PassWindow window, float* hidden)
    {
        int hiddenSize = _model.Spec.HiddenSize;
        var share = Share.Of(worker, _team.Count, window.RowCount);
        var runs = CollectionsMarshal.AsSpan(step.Lists.Runs).Slice(window.Runs.First, window.Runs.Count);
        for (int i = 0; i < runs.Length; i++)
        {
            ref readonly var run = ref runs[i];
            bool isFirst = step.Lists.Loops[window.Planes + i] == 0;
            int stepRow = step.FirstRow(run.Item) - run.FirstRow, position = step.Items[run.Item].Position - run.FirstRow;
            for (int row = Math.Max(share.First, run.FirstRow); row < Math.Min(share.End, run.FirstRow + run.Length); row++)
            {
                var own = new ReadOnlySpan<float>(hidden + ((nint)row * hiddenSize), hiddenSize);
                var state = _joined!.Span(row)[..hiddenSize];
                var injected = _injected!.Span(stepRow + row);
                if (isFirst)
                {
                    own.CopyTo(injected);
                    _loops!.Start!.Fill(position + row, state);
                }
                else
                {
                    own.CopyTo(state);
                }

                injected.CopyTo(_joined.Span(row)[hiddenSize..]);
            }
        }
    }
}
