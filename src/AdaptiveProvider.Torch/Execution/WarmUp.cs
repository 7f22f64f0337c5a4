using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Torch.Execution;

/// <summary>Runs the largest steps once when a model loads on a GPU: the device's libraries start, and memory that will be needed is taken now or never.</summary>
internal static class WarmUp
{
    /// <summary>A prompt as long as a step takes, then one row in every slot, drawn with every truncation.</summary>
    public static void Run(IModelExecutor executor)
    {
        var info = executor.Info;
        var sampled = new RowSampling(new SamplingSettings { Temperature = 1, TopK = 2, TopP = 0.9f, MinP = 0.01f }) { Uniform = 0.5f };
        Execute(executor, [Item(0, Math.Min(info.StepRowsMax, info.SlotLength), info, sampled)]);
        Execute(executor, [.. Enumerable.Range(0, Math.Min(info.StepRowsMax, info.SlotCount)).Select(slot => Item(slot, 1, info, sampled))]);
    }

    // What the rows leave in the cache is nobody's: a slot's first request starts at position 0.
    private static WorkItem Item(int slot, int length, ExecutorInfo info, RowSampling sampling)
        => new() { Slot = slot, Position = 0, Tokens = new int[length], EndPass = info.Layout.PassCount, Head = HeadRows.Last, Sampling = sampling };

    private static void Execute(IModelExecutor executor, WorkItem[] items)
    {
        var plan = new StepPlan();
        plan.Items.AddRange(items);
        foreach (var pass in executor.Info.Layout.Passes)
        {
            var stagePass = new StagePass(pass.StageIndex);
            stagePass.Entries.AddRange(Enumerable.Range(0, items.Length).Select(item => new StagePass.Entry(item, pass.Loop)));
            plan.Passes.Add(stagePass);
        }

        executor.Execute(plan, new StepResult());
    }
}
