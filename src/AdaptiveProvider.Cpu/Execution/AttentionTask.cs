namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Consecutive rows of one item and one key/value head: what one worker attends at once.</summary>
/// <param name="Run">Index of the item's run in the pass.</param>
/// <param name="KvHead">The key/value head that the queries share.</param>
/// <param name="FirstRow">First row, counted within the item.</param>
/// <param name="RowCount">Rows.</param>
internal readonly record struct AttentionTask(int Run, int KvHead, int FirstRow, int RowCount);
