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
    private readonly int _kvHeads;
    private readonly int _taskRows;
    private readonly int[] _order;
    private readonly int[] _firstRows;
    private readonly int[] _ranks;
    private readonly int[] _members;
    private readonly Comparison<int> _deepestFirst;
    private StepPlan? _plan;

    /// <summary>Prepares the lists for steps of so many rows.</summary>
    public StepRows(KvPlanes planes, int kvHeads, int taskRows, int rowsMax)
    {
        (_planes, _kvHeads, _taskRows) = (planes, kvHeads, taskRows);
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

    /// <summary>Runs of all passes.</summary>
    public List<PassRun> Runs { get; } = [];

    /// <summary>Cache planes of the runs of all passes.</summary>
    public List<KvPlanes.Range> Planes { get; } = [];

    /// <summary>Attention tasks of all passes.</summary>
    public List<AttentionTask> Tasks { get; } = [];

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
        Runs.Clear();
        Planes.Clear();
        Tasks.Clear();
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
        if (pass.Entries.Count == 0)
        {
            return;
        }

        int planes = Planes.Count;
        var members = _members.AsSpan(0, pass.Entries.Count);
        for (int entry = 0; entry < members.Length; entry++)
        {
            members[entry] = entry;
        }

        SortByRank(members, pass.Entries);
        foreach (int entry in members)
        {
            Planes.Add(_planes[pass.StageIndex, pass.Entries[entry].Loop]);
        }

        if (RepeatsLastPass(members, pass.Entries))
        {
            Windows.Add(Windows[^1] with { Stage = pass.StageIndex, Planes = planes });
            return;
        }

        var (runs, rowCount, isDecode, isGathered) = AddRuns(members, pass.Entries);
        var tasks = AddTasks(runs);
        Windows.Add(new PassWindow(pass.StageIndex, FirstRow(Runs[runs.First].Item), rowCount, isGathered, isDecode, runs, planes, tasks));
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

        var runs = CollectionsMarshal.AsSpan(Runs).Slice(Windows[^1].Runs.First, members.Length);
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
        int first = Runs.Count, rowCount = 0, start = _firstRows[entries[members[0]].Item];
        bool isDecode = true, isGathered = false;
        foreach (int entry in members)
        {
            int item = entries[entry].Item;
            var work = Items[item];
            Runs.Add(new PassRun(item, work.Slot, work.Position, work.Length, rowCount));
            isDecode &= work.Length == 1;
            isGathered |= _firstRows[item] != start + rowCount;
            rowCount += work.Length;
        }

        return (new Section(first, members.Length), rowCount, isDecode, isGathered);
    }

    private Section AddTasks(Section runs)
    {
        int first = Tasks.Count;
        for (int run = runs.First; run < runs.First + runs.Count; run++)
        {
            for (int kvHead = 0; kvHead < _kvHeads; kvHead++)
            {
                for (int row = 0; row < Runs[run].Length; row += _taskRows)
                {
                    Tasks.Add(new AttentionTask(run, kvHead, row, Math.Min(_taskRows, Runs[run].Length - row)));
                }
            }
        }

        return new Section(first, Tasks.Count - first);
    }
}
