using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>What an executed step gives back, in the order of the plan's items and of each item's head rows.</summary>
public sealed class StepResult
{
    /// <summary>The drawn tokens: one per head row.</summary>
    public List<SampledToken> Tokens { get; } = [];

    /// <summary>Layer applications that each item's rows took together, in the order of the plan's items.</summary>
    public List<long> ItemLayerRows { get; } = [];

    /// <summary>Layer applications that each head row took, in the order of <see cref="Tokens"/>: the depths that are reported.</summary>
    public List<int> HeadRowLayers { get; } = [];

    /// <summary>What was measured about each item's last row, in the order of the plan's items; not-a-number where nothing was asked.</summary>
    public List<float> ItemScores { get; } = [];

    /// <summary>Layer applications actually run, counted where layers run and apart from the two lists: the invariant beside them.</summary>
    public long LayerRowsExecuted { get; set; }

    /// <summary>Adds the depths of an item whose rows all took the same layers.</summary>
    public void AddUniformDepth(WorkItem item, int layersPerRow)
    {
        ItemLayerRows.Add((long)item.Length * layersPerRow);
        for (int row = 0; row < item.HeadLength; row++)
        {
            HeadRowLayers.Add(layersPerRow);
        }
    }

    /// <summary>Forgets the last step's results.</summary>
    public void Clear()
    {
        Tokens.Clear();
        ItemLayerRows.Clear();
        HeadRowLayers.Clear();
        ItemScores.Clear();
        LayerRowsExecuted = 0;
    }
}
