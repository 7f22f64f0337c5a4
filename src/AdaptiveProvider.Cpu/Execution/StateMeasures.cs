using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Kernels;
using AdaptiveProvider.Cpu.Layers;
using AdaptiveProvider.Cpu.Routing;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>The exit measures that are taken from an item's last row's state, without the head.</summary>
internal sealed unsafe class StateMeasures : IDisposable
{
    private readonly StageLayout _layout;
    private readonly PackedRouter? _router;
    private readonly ExitGate? _gate;
    private readonly ExitClassifiers? _classifiers;
    private readonly VectorMath _math;
    private readonly HiddenRows _before; // [items, hidden]
    private readonly int[] _firstPasses; // [stages]

    /// <summary>Reserves a state per item.</summary>
    /// <param name="model">The model.</param>
    /// <param name="math">Operations on rows.</param>
    /// <param name="itemsMax">Most items of a step.</param>
    public StateMeasures(PackedModel model, VectorMath math, int itemsMax)
    {
        (_layout, _router, _gate, _classifiers, _math) = (model.Spec.Layout, model.Router, model.Gate, model.Classifiers, math);
        _before = new HiddenRows(itemsMax, model.Spec.HiddenSize);
        _firstPasses = [.. _layout.Stages.Select((_, stage) => _layout.Passes.First(pass => pass.StageIndex == stage).Index)];
    }

    /// <summary>Bytes held.</summary>
    public long Bytes => _before.Bytes;

    /// <summary>True when a measure is taken here.</summary>
    public static bool Takes(ExitMeasure measure) => measure != ExitMeasure.None && !measure.NeedsHead();

    /// <summary>Notes the states before the last pass of the items that are measured by what that pass changes.</summary>
    /// <param name="step">The step.</param>
    /// <param name="window">The pass, before it runs.</param>
    /// <param name="hidden">The step's states.</param>
    public void NoteBefore(StepRows step, in PassWindow window, HiddenRows hidden)
    {
        var loops = CollectionsMarshal.AsSpan(step.Lists.Loops).Slice(window.Planes, window.Runs.Count);
        var runs = CollectionsMarshal.AsSpan(step.Lists.Runs).Slice(window.Runs.First, window.Runs.Count);
        for (int i = 0; i < runs.Length; i++)
        {
            var work = step.Items[runs[i].Item];
            if (work.Measure is ExitMeasure.Cosine or ExitMeasure.RelativeChange && _firstPasses[window.Stage] + loops[i] == work.EndPass - 1)
            {
                hidden.Span(step.LastRow(runs[i].Item)).CopyTo(_before.Span(runs[i].Item));
            }
        }
    }

    /// <summary>Measures an item; not-a-number where there is nothing to measure: no pass, no further loop that a router chooses, no classifier at the exit.</summary>
    /// <param name="worker">The calling worker.</param>
    /// <param name="item">Index of the item.</param>
    /// <param name="work">The item.</param>
    /// <param name="state">Its last row's state after its last pass, before the tail, [hidden].</param>
    public float Measure(int worker, int item, WorkItem work, float* state) => work.Measure switch
    {
        ExitMeasure.Gate => _gate!.Hazard(state),
        ExitMeasure.Classifier => _classifiers!.Probability(work.EndPass, state),
        ExitMeasure.RouterScore => RouterScore(worker, work, state),
        ExitMeasure.Cosine or ExitMeasure.RelativeChange when work.EndPass == work.FirstPass => float.NaN,
        ExitMeasure.Cosine => Cosine(_before.Row(item), state),
        ExitMeasure.RelativeChange => RelativeChange(_before.Row(item), state),
        _ => float.NaN,
    };

    /// <inheritdoc/>
    public void Dispose() => _before.Dispose();

    private float RouterScore(int worker, WorkItem work, float* state)
    {
        if (_router is null || work.EndPass == _layout.PassCount)
        {
            return float.NaN;
        }

        var next = _layout.Passes[work.EndPass];
        return next.StageIndex == _router.Spec.Stage && next.Loop > 0 ? _router.DecidingScore(worker, next.Loop, state) : float.NaN;
    }

    private float Cosine(float* before, float* after)
    {
        int size = _before.HiddenSize;
        return (float)(_math.Dot(before, after, size) / Math.Sqrt((double)_math.Dot(before, before, size) * _math.Dot(after, after, size)));
    }

    private float RelativeChange(float* before, float* after)
    {
        // The change itself, in place of the state that nothing needs any more: a difference of squared norms would lose small changes.
        _math.AddScaled(-1, after, before, _before.HiddenSize);
        return (float)(1 - Math.Sqrt((double)_math.Dot(before, before, _before.HiddenSize) / _math.Dot(after, after, _before.HiddenSize)));
    }
}
