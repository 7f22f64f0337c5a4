namespace AdaptiveProvider.Engine.Execution;

/// <summary>The single seam to compute: runs one step plan and decides nothing. Called by the engine thread only.</summary>
/// <remarks>
/// A call that throws must leave every cache as if the step had not been planned, apart from positions that the plan was to write.
/// <see cref="ExecutorMemoryException"/> asks the engine to try again with fewer rows; any other exception faults the engine.
/// </remarks>
public interface IModelExecutor : IDisposable
{
    /// <summary>What the executor offers.</summary>
    ExecutorInfo Info { get; }

    /// <summary>Runs the plan and fills the result: tokens and depths per head row, depths per item, and the independent total.</summary>
    void Execute(StepPlan plan, StepResult result);

    /// <summary>Copies the first <paramref name="length"/> positions of every plane from one slot to another.</summary>
    void CopyPrefix(int sourceSlot, int targetSlot, int length);
}
