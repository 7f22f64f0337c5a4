namespace AdaptiveProvider.Engine.Execution;

/// <summary>What one step runs: the items, and the passes over them in order. The head follows the last pass.</summary>
/// <remarks>The engine fills one instance again for every step; executors keep no reference to it or to its parts.</remarks>
public sealed class StepPlan
{
    /// <summary>The work items. At most one per slot.</summary>
    public List<WorkItem> Items { get; } = [];

    /// <summary>The passes in order; an item's passes appear in the order of its depth.</summary>
    public List<StagePass> Passes { get; } = [];

    /// <summary>Rows over all items.</summary>
    public int RowCount
    {
        get
        {
            int rows = 0;
            foreach (var item in Items)
            {
                rows += item.Length;
            }

            return rows;
        }
    }

    /// <summary>Rows over all items that go through the head.</summary>
    public int HeadRowCount
    {
        get
        {
            int rows = 0;
            foreach (var item in Items)
            {
                rows += item.HeadLength;
            }

            return rows;
        }
    }
}
