using System.Runtime.CompilerServices;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>Refuses a plan that would read or write out of range, before anything runs: every executor's first act.</summary>
/// <param name="info">What the executor offers.</param>
/// <param name="kept">The hidden states that it keeps.</param>
public sealed class StepPlanChecker(ExecutorInfo info, KeptRows kept)
{
    private readonly int[] _slotSteps = new int[info.SlotCount];
    private int[] _nextPasses = new int[info.SlotCount];
    private int[] _lastParts = new int[info.SlotCount]; // [items], the part of the plan, from 1, in which an item was last
    private int _step;

    /// <summary>Checks every item and every pass.</summary>
    /// <exception cref="ArgumentException">The plan is not one that the executor can run; the message says why.</exception>
    /// <exception cref="AdaptiveProviderException">A hidden state that the plan starts from is not kept, or more are to be kept than fit.</exception>
    public void Check(StepPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (_nextPasses.Length < plan.Items.Count)
        {
            _nextPasses = new int[plan.Items.Count];
            _lastParts = new int[plan.Items.Count];
        }

        _step++;
        int rowCount = 0;
        for (int item = 0; item < plan.Items.Count; item++)
        {
            CheckItem(plan.Items[item], item);
            rowCount += plan.Items[item].Length;
            _nextPasses[item] = plan.Items[item].FirstPass;
            _lastParts[item] = 0;
        }

        Require(rowCount <= info.StepRowsMax, $"the step has {rowCount} rows, but the executor takes {info.StepRowsMax}");
        for (int part = 0; part < plan.Passes.Count; part++)
        {
            foreach (var entry in plan.Passes[part].Entries)
            {
                CheckEntry(plan, part, entry);
            }
        }

        for (int item = 0; item < plan.Items.Count; item++)
        {
            var (work, next) = (plan.Items[item], _nextPasses[item]);
            Require(next == (work.RunsTail ? info.Layout.PassCount : work.EndPass), $"item {item} ends after pass {work.EndPass}{(work.RunsTail ? " and the tail" : "")}, but its passes lead to {next}");
        }
    }

    private void CheckItem(WorkItem item, int index)
    {
        var layout = info.Layout;
        Require((uint)item.Slot < (uint)info.SlotCount, $"item {index} names slot {item.Slot} of {info.SlotCount}");
        Require(_slotSteps[item.Slot] != _step, $"slot {item.Slot} has two items");
        _slotSteps[item.Slot] = _step;
        Require(item.Length > 0 && item.Position >= 0 && item.Length <= info.SlotLength - item.Position,
            $"item {index} covers {item.Length} positions from {item.Position}, but a slot holds {info.SlotLength}");
        Require(item.FirstPass >= 0 && item.FirstPass <= item.EndPass && item.EndPass > 0 && item.EndPass <= layout.PassCount,
            $"item {index} runs passes {item.FirstPass} to {item.EndPass} of {layout.PassCount}");
        Require(item.HeadLength == 0 || item.Sampling is not null, $"item {index} has head rows but no sampling");
        Require(item.Head != HeadRows.All || item.RowSamplings is null || item.RowSamplings.Count == item.Length, $"item {index} has {item.Length} rows but {item.RowSamplings?.Count} samplings");
        Require(!item.RunsTail || layout.LeavesThroughTail(item.EndPass), $"item {index} runs the tail after pass {item.EndPass}, but the tail begins at pass {layout.TailPass}");
        Require(!item.OnlyWritesCache || (item.HeadLength == 0 && !item.RunsTail && item.FirstPass > 0), $"item {index} only writes its cache, and so has neither head nor tail and starts from kept states");
        Require(item.Measure == ExitMeasure.None || info.Measures.Contains(item.Measure), $"item {index} asks for {item.Measure}, which the executor does not measure for this model");
        Require(!item.Measure.NeedsHead() || item.HeadLength > 0, $"item {index} is measured by its logits but has no head row");
        CheckRouting(item, index);
        if (item.KeepHidden)
        {
            kept.RequireRoom(item.Length);
        }

        var tokens = item.Tokens.Span;
        for (int row = 0; row < tokens.Length; row++)
        {
            if (item.FirstPass > 0)
            {
                kept.RequireKept(item.Slot, item.Position + row, item.FirstPass);
            }
            else
            {
                Require((uint)tokens[row] < (uint)info.VocabularySize, $"item {index} has token {tokens[row]}, but the vocabulary has {info.VocabularySize}");
            }
        }
    }

    // A state after a loop that the row may not have taken is no state after that pass, so where states are kept every row must take every loop.
    private void CheckRouting(WorkItem item, int index)
    {
        var layout = info.Layout;
        if (!layout.HasRouter)
        {
            return;
        }

        bool isChosen = layout.Stages.Any(stage => stage.Exit == ExitKind.DepthRouter);
        Require(!isChosen || (item.FirstPass == 0 && !item.KeepHidden && !item.RunsTail && item.EndPass == layout.PassCount), $"item {index} starts or ends below full depth, which a model whose router chooses the depth at once does not support");
        int routedLoops = 0;
        for (int pass = item.FirstPass; pass < item.EndPass; pass++)
        {
            routedLoops += layout.Passes[pass].Loop > 0 && StageLayout.IsRouted(layout.Stages[layout.Passes[pass].StageIndex]) ? 1 : 0;
        }

        Require(!item.KeepHidden || routedLoops == 0 || item.RouterThreshold <= 0, $"item {index} keeps states after loops that its rows may not take; its router threshold must be 0");
    }

    private void CheckEntry(StepPlan plan, int part, StagePass.Entry entry)
    {
        int stage = plan.Passes[part].StageIndex;
        Require((uint)entry.Item < (uint)plan.Items.Count, $"a pass names item {entry.Item} of {plan.Items.Count}");
        // Its rows would go through two loops at once, each from the state before the first.
        Require(_lastParts[entry.Item] != part + 1, $"a pass names item {entry.Item} twice");
        _lastParts[entry.Item] = part + 1;
        ref int next = ref _nextPasses[entry.Item];
        Require(next < plan.Items[entry.Item].EndPass || (plan.Items[entry.Item].RunsTail && next < info.Layout.PassCount), $"item {entry.Item} has more passes than it may run");
        next = plan.Items[entry.Item].RunsTail && next == plan.Items[entry.Item].EndPass ? info.Layout.TailPass : next;
        DepthPass pass = info.Layout.Passes[next++];
        Require(pass.StageIndex == stage && pass.Loop == entry.Loop, $"item {entry.Item} is at stage {pass.StageIndex}, loop {pass.Loop}, but is planned for stage {stage}, loop {entry.Loop}");
    }

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] PlanMessage message)
    {
        if (!holds)
        {
            throw new ArgumentException($"The step plan cannot run: {message.ToStringAndClear()}.");
        }
    }
}
