using System.Runtime.InteropServices;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>A step plan laid out as rows: built before the workers start, read by all of them, reused without allocation.</summary>
/// <remarks>
/// Items are placed deepest end first, and among those the latest start first: with exits and deferred starts alike, the rows of every pass
/// are then consecutive, and a pass runs where the rows are. Plans of other shapes run in a gathered copy.
/// </remarks>
internal sealed class StepRows
{
    private readonly KvPlanes _planes;
    private readonly bool[] _separatesLoops;
    private readonly int[] _order;
    private readonly int[] _firstRows;
    private readonly int[] _ranks;
    private readonly int[] _members;
    private readonly Comparison<int> _deepestFirst;
    private StepPlan? _plan;

    /// <summary>Prepares the lists for steps of so many rows.</summary>
    /// <param name="planes">The cache planes of each stage and loop.</param>
    /// <param name="separatesLoops">Whether rows of different loops run one after the other, [stages].</param>
    /// <param name="lists">Empty lists to fill.</param>
    /// <param name="rowsMax">Most rows of a step.</param>
    public StepRows(KvPlanes planes, bool[] separatesLoops, PassLists lists, int rowsMax)
    {
        (_planes, _separatesLoops, Lists) = (planes, separatesLoops, lists);
        (_order, _firstRows, _ranks, _members) = (new int[rowsMax], new int[rowsMax], new int[rowsMax], new int[rowsMax]);
        _deepestFirst = (left, right) =>
        {
            var (first, second) = (_plan!.Items[left], _plan.Items[right]);
            int byEnd = second.EndPass.CompareTo(first.EndPass), byStart = second.FirstPass.CompareTo(first.FirstPass);
            return byEnd != 0 ? byEnd : byStart != 0 ? byStart : left.CompareTo(right);
        };
    }

    /// <summary>Rows of the step.</summary>
    public int RowCount { get; private set; }

    /// <summary>The items.</summary>
    public List<WorkItem> Items => _plan!.Items;

    /// <summary>The passes in order.</summary>
    public List<PassWindow> Windows { get; } = [];

    /// <summary>The parts of all passes.</summary>
    public PassLists Lists { get; }

    /// <summary>Rows that go through the head, in the plan's order.</summary>
    public List<int> HeadRows { get; } = [];

    /// <summary>How each head row's token is drawn.</summary>
    public List<RowSampling> HeadSamplings { get; } = [];

    /// <summary>The first row of an item in the step.</summary>
    public int FirstRow(int item) => _firstRows[item];

    /// <summary>Lays out a plan that was checked.</summary>
    public void Load(StepPlan plan)
    {
        _plan = plan;
        Windows.Clear();
        Lists.Clear();
        HeadRows.Clear();
        HeadSamplings.Clear();
        PlaceItems(plan);
        foreach (var pass in plan.Passes)
        {
            AddPass(pass);
        }

        for (int item = 0; item < plan.Items.Count; item++)
        {
            var work = plan.Items[item];
            for (int row = work.Length - work.HeadLength; row < work.Length; row++)
            {
                HeadRows.Add(_firstRows[item] + row);
                HeadSamplings.Add(work.Sampling!);
            }
        }
    }

    private void PlaceItems(StepPlan plan)
    {
        var order = _order.AsSpan(0, plan.Items.Count);
        for (int item = 0; item < order.Length; item++)
        {
            order[item] = item;
        }

        order.Sort(_deepestFirst);
        RowCount = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            int item = order[rank];
            (_firstRows[item], _ranks[item]) = (RowCount, rank);
            RowCount += plan.Items[item].Length;
        }
    }

    private void AddPass(StagePass pass)
    {
        if (!_separatesLoops[pass.StageIndex])
        {
            AddWindow(pass, loop: null);
            return;
        }

        for (int loop = 0; loop < _planes.LoopsOf(pass.StageIndex); loop++)
        {
            AddWindow(pass, loop);
        }
    }

    // The entries of one loop, or of all.
    private void AddWindow(StagePass pass, int? loop)
    {
        int planes = Lists.Planes.Count, count = 0;
        for (int entry = 0; entry < pass.Entries.Count; entry++)
        {
            if (loop is null || pass.Entries[entry].Loop == loop)
            {
                _members[count++] = entry;
            }
        }

        if (count == 0)
        {
            return;
        }

        var members = _members.AsSpan(0, count);
        SortByRank(members, pass.Entries);
        foreach (int entry in members)
        {
            Lists.Planes.Add(_planes[pass.StageIndex, pass.Entries[entry].Loop]);
        }

        if (RepeatsLastPass(members, pass.Entries))
        {
            Windows.Add(Windows[^1] with { Stage = pass.StageIndex, Loop = pass.Entries[members[0]].Loop, Planes = planes });
            return;
        }

        int places = Lists.Places.Count;
        var (runs, rowCount, isDecode, isGathered) = AddRuns(members, pass.Entries);
        int firstRow = FirstRow(Lists.Runs[runs.First].Item);
        Windows.Add(new PassWindow(pass.StageIndex, pass.Entries[members[0]].Loop, firstRow, rowCount, isGathered, isDecode, runs, planes, places, Lists.AddTasks(runs)));
    }

    // Insertion sort: the planner lists entries in the order of items, which is nearly always the order of places too.
    private void SortByRank(Span<int> members, List<StagePass.Entry> entries)
    {
        for (int i = 1; i < members.Length; i++)
        {
            int moved = members[i], rank = _ranks[entries[moved].Item], j = i;
            for (; j > 0 && _ranks[entries[members[j - 1]].Item] > rank; j--)
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
        int first = Lists.Runs.Count, rowCount = 0, start = _firstRows[entries[members[0]].Item];
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
            isGathered |= _firstRows[item] != start + rowCount;
            rowCount += work.Length;
        }

        return (new Section(first, members.Length), rowCount, isDecode, isGathered);
    }
}
