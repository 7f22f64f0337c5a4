using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Torch.Transfers;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>A step plan laid out as rows, with every index that the device needs collected for one copy.</summary>
/// <remarks>
/// Items are placed deepest end first, among those the latest start first, then by length and slot: so the rows of every pass are consecutive, and equal
/// spans of neighbouring slots lie together. Plans of other shapes run in a gathered copy.
/// </remarks>
internal sealed class StepRows(KeptRows kept, StagedNumbers<long> numbers)
{
    private readonly List<int> _order = [];
    private int[] _firstRows = [];
    private int[] _ranks = [];

    /// <summary>The plan.</summary>
    public StepPlan Plan { get; private set; } = null!;

    /// <summary>Rows of the step.</summary>
    public int RowCount { get; private set; }

    /// <summary>Token ids, [rows]; zero where a row starts from a kept state.</summary>
    public Section Tokens { get; private set; }

    /// <summary>Positions, [rows].</summary>
    public Section Positions { get; private set; }

    /// <summary>Rows that start from kept states.</summary>
    public Section RestoredRows { get; private set; }

    /// <summary>Those states' places.</summary>
    public Section RestoredStates { get; private set; }

    /// <summary>Rows that go through the head, in the plan's order.</summary>
    public List<HeadRow> HeadRows { get; } = [];

    /// <summary>The first row of an item in the step.</summary>
    public int FirstRow(int item) => _firstRows[item];

    /// <summary>An item's place in the order of rows.</summary>
    public int Rank(int item) => _ranks[item];

    /// <summary>Lays out a plan that was checked.</summary>
    public void Load(StepPlan plan)
    {
        Plan = plan;
        PlaceItems();
        AddRows();
        AddStates();
        AddHeadRows();
    }

    private void PlaceItems()
    {
        int count = Plan.Items.Count;
        if (_firstRows.Length < count)
        {
            (_firstRows, _ranks) = (new int[count], new int[count]);
        }

        _order.Clear();
        _order.AddRange(Enumerable.Range(0, count));
        _order.Sort((left, right) =>
        {
            var (first, second) = (Plan.Items[left], Plan.Items[right]);
            int byEnd = second.EndPass.CompareTo(first.EndPass), byTail = second.RunsTail.CompareTo(first.RunsTail), byStart = second.FirstPass.CompareTo(first.FirstPass);
            int byLength = first.Length.CompareTo(second.Length);
            return byEnd != 0 ? byEnd : byTail != 0 ? byTail : byStart != 0 ? byStart : byLength != 0 ? byLength : first.Slot.CompareTo(second.Slot);
        });
        RowCount = 0;
        for (int rank = 0; rank < count; rank++)
        {
            (_firstRows[_order[rank]], _ranks[_order[rank]]) = (RowCount, rank);
            RowCount += Plan.Items[_order[rank]].Length;
        }
    }

    private void AddRows()
    {
        var tokens = numbers.Add(RowCount, out var tokenSection);
        foreach (int item in _order)
        {
            var work = Plan.Items[item];
            for (int row = 0; row < work.Length; row++)
            {
                tokens[_firstRows[item] + row] = work.FirstPass == 0 ? work.Tokens.Span[row] : 0;
            }
        }

        var positions = numbers.Add(RowCount, out var positionSection);
        foreach (int item in _order)
        {
            for (int row = 0; row < Plan.Items[item].Length; row++)
            {
                positions[_firstRows[item] + row] = Plan.Items[item].Position + row;
            }
        }

        (Tokens, Positions) = (tokenSection, positionSection);
    }

    private void AddStates()
    {
        int count = Plan.Items.Sum(work => work.FirstPass > 0 ? work.Length : 0), next = 0;
        var restored = numbers.Add(count, out var rowSection);
        foreach (int item in _order)
        {
            for (int row = 0; Plan.Items[item].FirstPass > 0 && row < Plan.Items[item].Length; row++)
            {
                restored[next++] = _firstRows[item] + row;
            }
        }

        var places = numbers.Add(count, out var placeSection);
        next = 0;
        foreach (int item in _order)
        {
            var work = Plan.Items[item];
            for (int row = 0; work.FirstPass > 0 && row < work.Length; row++)
            {
                places[next++] = kept.Index(work.Slot, work.Position + row);
            }
        }

        (RestoredRows, RestoredStates) = (rowSection, placeSection);
    }

    private void AddHeadRows()
    {
        HeadRows.Clear();
        for (int item = 0; item < Plan.Items.Count; item++)
        {
            var work = Plan.Items[item];
            for (int row = work.Length - work.HeadLength; row < work.Length; row++)
            {
                bool isMeasured = row == work.Length - 1 && work.Measure.NeedsHead();
                HeadRows.Add(new HeadRow(item, _firstRows[item] + row, work.SamplingOf(row), work.UsesDraftHead, isMeasured ? work.Measure : ExitMeasure.None));
            }
        }
    }
}
