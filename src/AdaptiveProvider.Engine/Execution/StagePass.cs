namespace AdaptiveProvider.Engine.Execution;

/// <summary>One pass over one stage's weights by every item that needs them now, whatever its loop.</summary>
public sealed class StagePass(int stageIndex)
{
    /// <summary>The stage whose weights run.</summary>
    public int StageIndex { get; } = stageIndex;

    /// <summary>The items that take part, each with its own loop.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>One item's part in the pass.</summary>
    /// <param name="Item">Index into <see cref="StepPlan.Items"/>.</param>
    /// <param name="Loop">Which loop of the stage the item is at, from 0.</param>
    public readonly record struct Entry(int Item, int Loop);
}
