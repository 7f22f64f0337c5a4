using AdaptiveProvider.Engine.Depth.Policies;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Counts what a step's time depends on.</summary>
internal static class StepWorkCounter
{
    /// <summary>The work of an executed step.</summary>
    public static StepWork Count(StepPlan plan, StepResult result, ExecutorInfo info)
    {
        int layerPasses = 0;
        foreach (var pass in plan.Passes)
        {
            layerPasses += info.Layout.Stages[pass.StageIndex].LayerCount;
        }

        double draftShare = info.DraftVocabularySize == 0 ? 1 : (double)info.DraftVocabularySize / info.VocabularySize, head = 0, draftHead = 0;
        foreach (var item in plan.Items)
        {
            _ = item.UsesDraftHead ? draftHead += item.HeadLength * draftShare : head += item.HeadLength;
        }

        return new StepWork(layerPasses, result.LayerRowsExecuted, (head > 0 ? 1 : 0) + (draftHead > 0 ? draftShare : 0), head + draftHead);
    }
}
