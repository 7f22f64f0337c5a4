using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Torch.Layers;
using AdaptiveProvider.Torch.Routing;
using AdaptiveProvider.Torch.Transfers;
using static TorchSharp.torch;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Measures that need no head: taken from the captured states of items' last rows, those of one kind together.</summary>
/// <param name="model">The model.</param>
/// <param name="rows">The step's rows.</param>
/// <param name="captures">The states.</param>
/// <param name="router">Scores the next loop; null without.</param>
/// <param name="scripts">The scripts.</param>
/// <param name="numbers">Receives the indices.</param>
internal sealed class StateMeasures(
    DeviceModel model, StepRows rows, StateCaptures captures, DeviceRouter? router, jit.CompilationUnit scripts, StagedNumbers<long> numbers)
{
    private readonly StageLayout _layout = model.Spec.Layout;
    private readonly List<MeasuredGroup> _groups = [];
    private readonly List<Section> _scores = [];

    /// <summary>Collects the items of every measure; those whose measure has no meaning, such as a change without a pass, stay without a number.</summary>
    public void Stage()
    {
        _groups.Clear();
        _scores.Clear();
        foreach (var group in Enumerable.Range(0, rows.Plan.Items.Count).GroupBy(Kind))
        {
            var (measure, place) = group.Key;
            if (measure == ExitMeasure.None)
            {
                continue;
            }

            int[] items = [.. group];
            Section? before = measure is ExitMeasure.RouterScore or ExitMeasure.Gate or ExitMeasure.Classifier ? null : numbers.Add([.. items.Select(item => (long)captures.Before(item)!.Value)]);
            _groups.Add(new MeasuredGroup(measure, place, items, before, numbers.Add([.. items.Select(item => (long)captures.LastSettled(item))])));
        }
    }

    /// <summary>Begins to measure.</summary>
    public void Run(StepTensors step, ReadbackParts readback)
    {
        foreach (var group in _groups)
        {
            var after = StatesAt(step, group.After); // [items, hidden]
            _scores.Add(readback.Add(Measure(group, step, after)));
        }
    }

    /// <summary>Puts the numbers that came back where their items' are.</summary>
    /// <param name="numbers">All numbers of the step.</param>
    /// <param name="scores">[items]</param>
    public void Finish(ReadOnlySpan<float> numbers, Span<float> scores)
    {
        for (int i = 0; i < _groups.Count; i++)
        {
            for (int item = 0; item < _groups[i].Items.Length; item++)
            {
                scores[_groups[i].Items[item]] = numbers[_scores[i].First + item];
            }
        }
    }

    // NOTE: a measure that needs no head and is new gets its arm here and in Kind.
    private Tensor Measure(MeasuredGroup group, StepTensors step, Tensor after) => group.Measure switch
    {
        ExitMeasure.RouterScore => router!.ScoreOf(group.Place, after),
        ExitMeasure.Gate => model.Gate!.Hazard(after, scripts),
        ExitMeasure.Classifier => model.Classifiers!.Probability(group.Place, after, scripts),
        ExitMeasure.Cosine => (Tensor)scripts.invoke("cosine", Before(group, step), after),
        _ => (Tensor)scripts.invoke("relative_change", Before(group, step), after),
    };

    private Tensor Before(MeasuredGroup group, StepTensors step) => StatesAt(step, group.Before!.Value);

    // What is captured may be wider than a state.
    private Tensor StatesAt(StepTensors step, Section places) => captures.States!.index_select(0, step.Indices(places)).narrow(1, 0, model.Spec.HiddenSize);

    // The measure and, where its weights differ from place to place, the place: the loop that a router decides about, a classifier's exit.
    private (ExitMeasure Measure, int Place) Kind(int item)
    {
        var work = rows.Plan.Items[item];
        return work.Measure switch
        {
            ExitMeasure.Cosine or ExitMeasure.RelativeChange when captures.Before(item) is not null => (work.Measure, 0),
            ExitMeasure.Gate => (ExitMeasure.Gate, 0),
            ExitMeasure.Classifier when model.Spec.ClassifierExits.Contains(work.EndPass) => (ExitMeasure.Classifier, work.EndPass),
            ExitMeasure.RouterScore when NextLoop(work) is > 0 and var loop => (work.Measure, loop),
            _ => (ExitMeasure.None, 0),
        };
    }

    // The loop after the item's last; 0 where the router has nothing to decide there.
    private int NextLoop(WorkItem work)
    {
        var last = _layout.Passes[work.EndPass - 1];
        return last.StageIndex == router!.Spec.Stage && last.Loop + 1 < _layout.Stages[last.StageIndex].Loops ? last.Loop + 1 : 0;
    }

    /// <summary>Items that are measured together.</summary>
    /// <param name="Measure">How.</param>
    /// <param name="Place">The loop that a router's score decides about, or the passes before a classifier's exit.</param>
    /// <param name="Items">Indices in the plan.</param>
    /// <param name="Before">Captured states before the last pass; null where the measure needs none.</param>
    /// <param name="After">Captured states after it.</param>
    private readonly record struct MeasuredGroup(ExitMeasure Measure, int Place, int[] Items, Section? Before, Section After);
}
