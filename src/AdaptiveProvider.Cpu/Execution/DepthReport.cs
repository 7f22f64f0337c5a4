using AdaptiveProvider.Cpu.Routing;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Says how deep the rows of a step went.</summary>
internal static class DepthReport
{
    /// <summary>Adds the depths of every item and head row.</summary>
    public static void Fill(StageLayout layout, StepRows step, RoutedStage? routed, int routedStage, StepResult result)
    {
        for (int item = 0; item < step.Items.Count; item++)
        {
            var work = step.Items[item];
            int layers = layout.LayersAfter(work.EndPass) - layout.LayersAfter(work.FirstPass);
            if (routed is null || layout.Passes[work.EndPass - 1].StageIndex < routedStage)
            {
                result.AddUniformDepth(work, layers);
            }
            else
            {
                var stage = layout.Stages[routedStage];
                var decisions = routed.Rows.Decisions.AsSpan(step.FirstRow(item), work.Length);
                AddRouted(work, decisions, layers - (stage.Loops * stage.LayerCount), stage.LayerCount, result);
            }
        }
    }

    private static void AddRouted(WorkItem work, ReadOnlySpan<RowDecision> decisions, int fixedLayers, int loopLayers, StepResult result)
    {
        long rows = 0;
        for (int row = 0; row < decisions.Length; row++)
        {
            int layers = fixedLayers + (decisions[row].LoopsTaken * loopLayers);
            rows += layers;
            if (row >= decisions.Length - work.HeadLength)
            {
                result.HeadRowLayers.Add(layers);
            }
        }

        result.ItemLayerRows.Add(rows);
    }
}
