namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>How many rows a step may have: halves when a step runs out of memory, doubles again after a run of good ones.</summary>
internal sealed class StepSizeLimit(int rowsMax)
{
    private const int StepsToRecover = 64;
    private readonly int _full = rowsMax;
    private int _committed;

    public int RowsMax { get; private set; } = rowsMax;

    public bool IsReduced => RowsMax < _full;

    /// <summary>A step of that many rows did not fit.</summary>
    public void Failed(int rows)
    {
        RowsMax = Math.Max(1, rows / 2);
        _committed = 0;
    }

    /// <summary>A step fitted.</summary>
    public void Committed()
    {
        if (IsReduced && ++_committed == StepsToRecover)
        {
            RowsMax = Math.Min(_full, RowsMax * 2);
            _committed = 0;
        }
    }
}
