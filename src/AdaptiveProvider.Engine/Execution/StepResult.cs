using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Execution;

/// <summary>What an executed step gives back, in the order of the plan's items and of each item's head rows.</summary>
public sealed class StepResult
{
    /// <summary>The drawn tokens: one per head row.</summary>
    public List<SampledToken> Tokens { get; } = [];

    /// <summary>Layer applications actually run, counted per row: the invariant beside the reported depths.</summary>
    public long LayerRowsExecuted { get; set; }

    /// <summary>Forgets the last step's results.</summary>
    public void Clear()
    {
        Tokens.Clear();
        LayerRowsExecuted = 0;
    }
}
