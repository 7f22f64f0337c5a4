using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Testing.Engine;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>An executor whose steps take any time by the test's clock, so that what is learnt from measurements is anything.</summary>
public sealed class UnsteadyExecutor(IModelExecutor inner) : IModelExecutor
{
    private TestClock? _clock;
    private Random _random = new(0);

    public ExecutorInfo Info => inner.Info;

    /// <summary>Takes its time from a test's clock.</summary>
    public void Begin(TestClock clock, Random random) => (_clock, _random) = (clock, random);

    public void Execute(StepPlan plan, StepResult result)
    {
        inner.Execute(plan, result);
        _clock?.Advance(TimeSpan.FromMicroseconds((_random.Next(20) * plan.RowCount) + (_random.Next(200) * plan.Passes.Count)));
    }

    public void CopyPrefix(int sourceSlot, int targetSlot, int length) => inner.CopyPrefix(sourceSlot, targetSlot, length);

    public void Dispose() => inner.Dispose();
}
