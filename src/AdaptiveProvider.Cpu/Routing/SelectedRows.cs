using System.Runtime.InteropServices;
using AdaptiveProvider.Cpu.Execution;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Routing;

/// <summary>The rows that take a routed pass, compacted: made by one worker between two barriers, read by all, reused without allocation.</summary>
internal sealed class SelectedRows(Stage stage, int slotCount, int slotLength, int kvHeads, int taskRows, int rowsMax)
{
    private readonly LoopEntries _entries = new(slotCount, slotLength, stage.Loops);
    private readonly int[] _sources = new int[rowsMax];

    /// <summary>The router's decisions, [step rows].</summary>
    public RowDecision[] Decisions { get; } = new RowDecision[rowsMax];

    /// <summary>The lists of the pass.</summary>
    public PassLists Lists { get; } = new(kvHeads, taskRows);

    /// <summary>The pass.</summary>
    public PassWindow Window { get; private set; }

    /// <summary>The positions in the planes of each loop after the first.</summary>
    public LoopEntries Entries => _entries;

    /// <summary>The step row behind each selected row.</summary>
    public ReadOnlySpan<int> Sources => _sources.AsSpan(0, Window.RowCount);

    /// <summary>Frees the places from an item's position on where it begins anew: it may leave before loops that were taken at its position before.</summary>
    public void Begin(WorkItem work)
    {
        for (int loop = 1; work.FirstPass == 0 && loop < stage.Loops; loop++)
        {
            _entries.Truncate(work.Slot, loop, work.Position);
        }
    }

    /// <summary>Selects the active rows of a pass and gives them their places in its planes.</summary>
    public void Select(StepRows step, in PassWindow window)
    {
        Lists.Clear();
        int count = 0;
        bool isDecode = true;
        var runs = CollectionsMarshal.AsSpan(step.Lists.Runs).Slice(window.Runs.First, window.Runs.Count);
        for (int i = 0; i < runs.Length; i++)
        {
            int first = count;
            count = SelectRun(step, runs[i], step.Lists.Loops[window.Planes + i], count);
            if (count > first)
            {
                Lists.Runs.Add(new PassRun(runs[i].Item, runs[i].Slot, count - first, first));
                Lists.Planes.Add(step.Lists.Planes[window.Planes + i]);
                isDecode &= count == first + 1;
            }
        }

        var all = new Section(0, Lists.Runs.Count);
        Window = new PassWindow(window.Stage, window.Loop, 0, count, IsGathered: true, isDecode, window.OnlyWrites, all, Planes: 0, Places: 0, Lists.AddTasks(all));
    }

    private int SelectRun(StepRows step, in PassRun run, int loop, int count)
    {
        // Every row takes the first loop, and a shared plane holds all rows: there the place is the position.
        bool hasEntries = loop > 0 && stage.KvPolicy != KvPolicy.SharedFirst;
        var (work, firstRow) = (step.Items[run.Item], step.FirstRow(run.Item));
        if (hasEntries)
        {
            _entries.Truncate(run.Slot, loop, work.Position);
        }

        for (int row = 0; row < run.Length; row++)
        {
            ref var decision = ref Decisions[firstRow + row];
            if (decision.IsActive)
            {
                int position = work.Position + row;
                Lists.Places.Add(new RowPlace(position, hasEntries ? _entries.Add(run.Slot, loop, position) : position));
                _sources[count++] = firstRow + row;
                decision.LoopsTaken++;
            }
        }

        return count;
    }
}
