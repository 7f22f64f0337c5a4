namespace AdaptiveProvider.Cpu.Execution;

/// <summary>One item's rows in a pass.</summary>
/// <param name="Item">Index of the item in the plan.</param>
/// <param name="Slot">The slot whose cache the rows use.</param>
/// <param name="Length">Rows.</param>
/// <param name="FirstRow">Index of the first row among the pass's rows.</param>
internal readonly record struct PassRun(int Item, int Slot, int Length, int FirstRow);
