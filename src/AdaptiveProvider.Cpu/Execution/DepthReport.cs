using AdaptiveProvider.Cpu.Routing;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Cpu.Execution;

/// <summary>Says how deep the rows of a step went.</summary>
internal static class DepthReport
{
    /// <summary>Adds the depths of every item and head row.</summary>
    public static void Fill(StageLayout layout, StepRows step, RoutedStage? routed, StepResult result)
    {
        for (int item = 0; item < step.Items.Count; item++)
        {
            var work = step.Items[item];
            int layers = work.OnlyWritesCache ? 0
                : layout.LayersAfter(work.EndPass) - layout.LayersAfter(work.FirstPass) + (work.RunsTail ? layout.TailLayersAfter(work.EndPass) : 0);
            int loops = work.OnlyWritesCache || routed is null ? 0 : routed.LoopsOf(work);
            if (loops == 0)
            {
                result.AddUniformDepth(work, layers);
            }
            else
            {
                int loopLayers = layout.Stages[routed!.Stage].LayerCount;
                AddRouted(work, routed.Rows.Decisions.AsSpan(step.FirstRow(item), work.Length), layers - (loops * loopLayers), loopLayers, result);
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
