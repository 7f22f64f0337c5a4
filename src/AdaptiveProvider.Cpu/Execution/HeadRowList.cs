namespace AdaptiveProvider.Cpu.Execution;

/// <summary>The rows that go through one head, in the plan's order.</summary>
internal sealed class HeadRowList
{
    /// <summary>Where they lie in the step.</summary>
    public List<int> StepRows { get; } = [];

    /// <summary>What becomes of their logits.</summary>
    public List<HeadRow> Rows { get; } = [];

    /// <summary>Adds a row.</summary>
    public void Add(int stepRow, in HeadRow row)
    {
        StepRows.Add(stepRow);
        Rows.Add(row);
    }

    /// <summary>Empties the list.</summary>
    public void Clear()
    {
        StepRows.Clear();
        Rows.Clear();
    }
}
