using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Torch.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>What a looped stage does around its layers: norms between loops, the injection of the stage's input, the start state.</summary>
/// <remarks>Where a stage's input is injected, every state of a step, and every kept one, is twice as wide: the input lies behind it.</remarks>
internal sealed class LoopBoundary : IDisposable
{
    private readonly DeviceModel _model;
    private readonly jit.CompilationUnit _scripts;
    private readonly LoopSpec? _loops;
    private readonly Tensor? _start; // [positions, hidden]
    private readonly Scalar _epsilon;

    /// <summary>Computes the start states of every position that a slot can hold.</summary>
    public LoopBoundary(DeviceModel model, int positions, DeviceFeatures features)
    {
        (_model, _scripts, _loops, _epsilon) = (model, features.Scripts, model.Spec.Loops, model.Spec.NormEpsilon);
        _start = _loops?.Start is { } start ? StartStates(start, positions, model.Spec.HiddenSize, features) : null;
        StateSize = _start is null ? model.Spec.HiddenSize : 2 * model.Spec.HiddenSize;
    }

    /// <summary>Width of a state with what is injected beside it.</summary>
    public int StateSize { get; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _start is null ? 0 : _start.NumberOfElements * _start.ElementSize;

    /// <summary>Room for what is injected behind embedded states.</summary>
    /// <param name="embedded">[rows, hidden]</param>
    /// <returns>[rows, state size]</returns>
    public Tensor Widen(Tensor embedded) => _start is null ? embedded : cat([embedded, zeros_like(embedded)], 1);

    /// <summary>The residual stream of some rows, one row behind the other; a copy where the input lies behind the states.</summary>
    /// <param name="rows">[rows, state size]</param>
    /// <returns>[rows, hidden]</returns>
    public Tensor Narrow(Tensor rows) => _start is null ? rows : rows.narrow(1, 0, _model.Spec.HiddenSize).contiguous();

    /// <summary>Puts changed states back.</summary>
    /// <param name="rows">[rows, state size]</param>
    /// <param name="states">[rows, hidden], as <see cref="Narrow"/> returned them.</param>
    public void PutBack(Tensor rows, Tensor states)
    {
        if (_start is not null)
        {
            rows.narrow(1, 0, _model.Spec.HiddenSize).copy_(states);
        }
    }

    /// <summary>Before the layers of a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="step">The step.</param>
    /// <param name="rows">[pass rows, state size]</param>
    /// <param name="states">[pass rows, hidden], changed in place.</param>
    public void Enter(PassRows pass, StepTensors step, Tensor rows, Tensor states)
    {
        if (_loops is null)
        {
            return;
        }

        if (_loops.NormsBeforeTail && pass.Stage == _loops.Stage + 1)
        {
            Norm(states);
        }

        if (_start is not null && pass.Stage == _loops.Stage)
        {
            Inject(pass, step, rows.narrow(1, _model.Spec.HiddenSize, _model.Spec.HiddenSize), states);
        }
    }

    /// <summary>After the layers of a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="states">[pass rows, hidden], changed in place.</param>
    public void Leave(PassRows pass, Tensor states)
    {
        if (_loops is { NormsEveryLoop: true } && pass.Stage == _loops.Stage)
        {
            Norm(states);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _start?.Dispose();
        _epsilon.Dispose();
    }

    private void Norm(Tensor states) => _scripts.invoke("norm_rows", states, _model.FinalNorm, _epsilon);

    // Rows at their first loop leave their state as what is injected, and take the start state instead.
    private void Inject(PassRows pass, StepTensors step, Tensor injected, Tensor states)
    {
        foreach (var first in pass.Loops.Where(rows => rows.Loop == 0))
        {
            var own = states.narrow(0, first.FirstRow, first.RowCount);
            injected.narrow(0, first.FirstRow, first.RowCount).copy_(own);
            own.copy_(_start!.index_select(0, step.Positions(pass).narrow(0, first.FirstRow, first.RowCount)));
        }

        _scripts.invoke("inject", states, injected, _model.Injection!.Weight, _model.Injection.Scale!);
    }

    private static Tensor StartStates(StartState start, int positions, int hiddenSize, DeviceFeatures features)
    {
        const int Block = 64; // so many positions at a time need no memory to speak of on the host
        var states = empty(positions, hiddenSize, features.Type, features.Device);
        float[] values = new float[Block * hiddenSize];
        for (int first = 0; first < positions; first += Block)
        {
            int count = Math.Min(Block, positions - first), position = first;
            Parallel.For(0, count, row => start.Fill(position + row, values.AsSpan(row * hiddenSize, hiddenSize)));
            using var onHost = tensor(values, [Block, hiddenSize], ScalarType.Float32, CPU);
            using var target = states.narrow(0, first, count);
            target.copy_(onHost.narrow(0, 0, count));
        }

        return states.DetachFromDisposeScope();
    }
}
