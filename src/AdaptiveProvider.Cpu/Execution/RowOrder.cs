using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Where the rows of each item lie in a step, so that the rows of most passes are consecutive; reused without allocation.</summary>
/// <remarks>
/// First come the items that reach the model's last pass, whether through every loop or from an exit through the tail, so that both the loops
/// and the tail run where the rows are; within them and behind them the deepest end first, and among those the latest start. Items that
/// only write their cache run apart and come last.
/// </remarks>
internal sealed class RowOrder
{
    private readonly int[] _order;
    private readonly int[] _firstRows;
    private readonly int[] _ranks;
    private readonly Comparison<int> _compare;
    private List<WorkItem> _items = [];

    /// <summary>Prepares for steps of so many rows of a model of so many passes.</summary>
    public RowOrder(int passCount, int rowsMax)
    {
        (_order, _firstRows, _ranks) = (new int[rowsMax], new int[rowsMax], new int[rowsMax]);
        _compare = (left, right) =>
        {
            var (first, second) = (_items[left], _items[right]);
            int byKind = Kind(first, passCount).CompareTo(Kind(second, passCount)), byEnd = second.EndPass.CompareTo(first.EndPass), byStart = second.FirstPass.CompareTo(first.FirstPass);
            return byKind != 0 ? byKind : byEnd != 0 ? byEnd : byStart != 0 ? byStart : left.CompareTo(right);
        };
    }

    /// <summary>Rows of the step.</summary>
    public int RowCount { get; private set; }

    /// <summary>The first row of an item.</summary>
    public int FirstRow(int item) => _firstRows[item];

    /// <summary>How many items lie before an item.</summary>
    public int Rank(int item) => _ranks[item];

    /// <summary>Places the items of a step.</summary>
    public void Place(List<WorkItem> items)
    {
        _items = items;
        var order = _order.AsSpan(0, items.Count);
        for (int item = 0; item < order.Length; item++)
        {
            order[item] = item;
        }

        order.Sort(_compare);
        RowCount = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            int item = order[rank];
            (_firstRows[item], _ranks[item]) = (RowCount, rank);
            RowCount += items[item].Length;
        }
    }

    private static int Kind(WorkItem item, int passCount) => item.OnlyWritesCache ? 2 : item.RunsTail || item.EndPass == passCount ? 0 : 1;
}
