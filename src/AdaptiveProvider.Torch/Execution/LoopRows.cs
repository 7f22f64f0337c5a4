namespace AdaptiveProvider.Torch.Execution;

/// <summary>Neighbouring rows of a pass that are at the same loop.</summary>
/// <param name="Loop">The loop of the stage, from 0.</param>
/// <param name="FirstRow">First row among the pass's rows.</param>
/// <param name="RowCount">Rows.</param>
internal readonly record struct LoopRows(int Loop, int FirstRow, int RowCount);
