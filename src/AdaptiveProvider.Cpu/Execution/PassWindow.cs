namespace AdaptiveProvider.Cpu.Execution;

/// <summary>One pass of a step: which rows run, and where its lists start.</summary>
/// <param name="Stage">The stage whose weights run.</param>
/// <param name="Loop">The loop whose weights run: of all its rows, or of the first where loops share their weights and rows of several run together.</param>
/// <param name="FirstRow">First of the pass's rows in the step, when they are consecutive.</param>
/// <param name="RowCount">Rows of the pass.</param>
/// <param name="IsGathered">True when the rows are not consecutive and run in a copy.</param>
/// <param name="IsDecode">True when every item has one row.</param>
/// <param name="OnlyWrites">True when the rows only write their keys and values.</param>
/// <param name="Runs">The items' rows, in <see cref="PassLists.Runs"/>.</param>
/// <param name="Planes">The runs' cache planes and loops, from here in <see cref="PassLists.Planes"/> and <see cref="PassLists.Loops"/>.</param>
/// <param name="Places">The rows' places, from here in <see cref="PassLists.Places"/>.</param>
/// <param name="Tasks">The attention tasks, in <see cref="PassLists.Tasks"/>.</param>
internal readonly record struct PassWindow(
    int Stage, int Loop, int FirstRow, int RowCount, bool IsGathered, bool IsDecode, bool OnlyWrites, Section Runs, int Planes, int Places, Section Tasks);
