using System.Runtime.InteropServices;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>A step plan laid out as rows: built before the workers start, read by all of them, reused without allocation.</summary>
/// <remarks>
/// Where a pass's rows are consecutive (<see cref="RowOrder"/>) it runs where they are, else in a gathered copy. Rows of different loops run
/// together where the loops share their weights, each with its own loop's cache planes. Where a loop has weights of its own (relaxed
/// recursion: its low-rank pairs are merged into them at loading) no multiplication serves rows of two loops, so these run one after the other.
/// </remarks>
internal sealed class StepRows
{
    private readonly KvPlanes _planes;
    private readonly bool[] _separatesLoops;
    private readonly bool _hasDraftHead;
    private readonly RowOrder _order;
    private readonly int[] _members;
    private StepPlan? _plan;

    /// <summary>Prepares the lists for steps of so many rows.</summary>
    /// <param name="layout">The model's depth.</param>
    /// <param name="planes">The cache planes of each stage and loop.</param>
    /// <param name="separatesLoops">Whether rows of different loops run one after the other, [stages].</param>
    /// <param name="hasDraftHead">Whether items can use a draft head.</param>
    /// <param name="lists">Empty lists to fill.</param>
    /// <param name="rowsMax">Most rows of a step.</param>
    public StepRows(StageLayout layout, KvPlanes planes, bool[] separatesLoops, bool hasDraftHead, PassLists lists, int rowsMax)
    {
        (_planes, _separatesLoops, _hasDraftHead, Lists) = (planes, separatesLoops, hasDraftHead, lists);
        (_order, _members) = (new RowOrder(layout.PassCount, rowsMax), new int[rowsMax]);
    }

    /// <summary>Rows of the step.</summary>
    public int RowCount => _order.RowCount;

    /// <summary>The items.</summary>
    public List<WorkItem> Items => _plan!.Items;

    /// <summary>The passes in order.</summary>
    public List<PassWindow> Windows { get; } = [];

    /// <summary>The parts of all passes.</summary>
    public PassLists Lists { get; }

    /// <summary>Rows that go through the head.</summary>
    public HeadRowList Head { get; } = new();

    /// <summary>Rows that go through the draft head.</summary>
    public HeadRowList DraftHead { get; } = new();

    /// <summary>Rows that go through either head.</summary>
    public int HeadRowCount => Head.Rows.Count + DraftHead.Rows.Count;

    /// <summary>The first row of an item in the step.</summary>
    public int FirstRow(int item) => _order.FirstRow(item);

    /// <summary>The last row of an item in the step.</summary>
    public int LastRow(int item) => FirstRow(item) + Items[item].Length - 1;

    /// <summary>Lays out a plan that was checked.</summary>
    public void Load(StepPlan plan)
    {
        _plan = plan;
        Windows.Clear();
        Lists.Clear();
        Head.Clear();
        DraftHead.Clear();
        _order.Place(plan.Items);
        foreach (var pass in plan.Passes)
        {
            AddPass(pass);
        }

        for (int item = 0; item < plan.Items.Count; item++)
        {
            AddHeadRows(plan.Items[item], item);
        }
    }

    private void AddHeadRows(WorkItem work, int item)
    {
        var list = work.UsesDraftHead && _hasDraftHead ? DraftHead : Head;
        for (int row = work.Length - work.HeadLength; row < work.Length; row++)
        {
            var measure = row == work.Length - 1 && work.Measure.NeedsHead() ? work.Measure : ExitMeasure.None;
            list.Add(FirstRow(item) + row, new HeadRow(HeadRowCount, work.SamplingOf(row), item, measure));
        }
    }

    private void AddPass(StagePass pass)
    {
        if (!_separatesLoops[pass.StageIndex])
        {
            AddWindows(pass, loop: null);
            return;
        }

        for (int loop = 0; loop < _planes.LoopsOf(pass.StageIndex); loop++)
        {
            AddWindows(pass, loop);
        }
    }

    // The entries of one loop, or of all: those that run, then those that only write their cache.
    private void AddWindows(StagePass pass, int? loop)
    {
        int running = 0, writing = 0, last = _members.Length;
        for (int entry = 0; entry < pass.Entries.Count; entry++)
        {
            var (item, ownLoop) = pass.Entries[entry];
            if (loop is not null && ownLoop != loop)
            {
                continue;
            }

            if (!Items[item].OnlyWritesCache)
            {
                _members[running++] = entry;
            }
            else if (_planes[pass.StageIndex, ownLoop].Writes)
            {
                _members[last - ++writing] = entry;
            }
        }

        AddWindow(pass, _members.AsSpan(0, running), onlyWrites: false);
        AddWindow(pass, _members.AsSpan(last - writing, writing), onlyWrites: true);
    }

    private void AddWindow(StagePass pass, Span<int> members, bool onlyWrites)
    {
        if (members.IsEmpty)
        {
            return;
        }

        SortByRank(members, pass.Entries);
        int planes = Lists.Planes.Count, firstLoop = pass.Entries[members[0]].Loop;
        foreach (int entry in members)
        {
            Lists.Planes.Add(_planes[pass.StageIndex, pass.Entries[entry].Loop]);
            Lists.Loops.Add(pass.Entries[entry].Loop);
        }

        if (RepeatsLastPass(members, pass.Entries))
        {
            Windows.Add(Windows[^1] with { Stage = pass.StageIndex, Loop = firstLoop, Planes = planes });
            return;
        }

        int places = Lists.Places.Count;
        var (runs, rowCount, isDecode, isGathered) = AddRuns(members, pass.Entries);
        int firstRow = FirstRow(Lists.Runs[runs.First].Item);
        Windows.Add(new PassWindow(pass.StageIndex, firstLoop, firstRow, rowCount, isGathered, isDecode, onlyWrites, runs, planes, places, Lists.AddTasks(runs)));
    }

    // Insertion sort: the planner lists entries in the order of items, which is nearly always the order of places too.
    private void SortByRank(Span<int> members, List<StagePass.Entry> entries)
    {
        for (int i = 1; i < members.Length; i++)
        {
            int moved = members[i], rank = _order.Rank(entries[moved].Item), j = i;
            for (; j > 0 && _order.Rank(entries[members[j - 1]].Item) > rank; j--)
            {
                members[j] = members[j - 1];
            }

            members[j] = moved;
        }
    }

    private bool RepeatsLastPass(Span<int> members, List<StagePass.Entry> entries)
    {
        if (Windows.Count == 0 || Windows[^1].Runs.Count != members.Length)
        {
            return false;
        }

        var runs = CollectionsMarshal.AsSpan(Lists.Runs).Slice(Windows[^1].Runs.First, members.Length);
        for (int i = 0; i < members.Length; i++)
        {
            if (runs[i].Item != entries[members[i]].Item)
            {
                return false;
            }
        }

        return true;
    }

    private (Section Runs, int RowCount, bool IsDecode, bool IsGathered) AddRuns(Span<int> members, List<StagePass.Entry> entries)
    {
        int first = Lists.Runs.Count, rowCount = 0, start = FirstRow(entries[members[0]].Item);
        bool isDecode = true, isGathered = false;
        foreach (int entry in members)
        {
            int item = entries[entry].Item;
            var work = Items[item];
            Lists.Runs.Add(new PassRun(item, work.Slot, work.Length, rowCount));
            for (int position = work.Position; position < work.Position + work.Length; position++)
            {
                Lists.Places.Add(new RowPlace(position, position));
            }

            isDecode &= work.Length == 1;
            isGathered |= FirstRow(item) != start + rowCount;
            rowCount += work.Length;
        }

        return (new Section(first, members.Length), rowCount, isDecode, isGathered);
    }
}
