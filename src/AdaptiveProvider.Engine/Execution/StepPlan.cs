namespace AdaptiveProvider.Engine.Execution;

/// <summary>What one step runs: the items, and the passes over them in order. The head follows the last pass.</summary>
public sealed class StepPlan
{
    /// <summary>The work items. At most one per slot.</summary>
    public List<WorkItem> Items { get; } = [];

    /// <summary>The passes in order; an item's passes appear in the order of its depth.</summary>
    public List<StagePass> Passes { get; } = [];

    /// <summary>Rows over all items.</summary>
    public int RowCount => Items.Sum(item => item.Length);

    /// <summary>Rows over all items that go through the head.</summary>
    public int HeadRowCount => Items.Sum(item => item.HeadLength);
}
