using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Torch.Execution;

namespace AdaptiveProvider.Torch.Routing;

/// <summary>Says how deep the rows of a step went.</summary>
internal static class DepthReport
{
    /// <summary>Adds the depths of every item and head row.</summary>
    /// <param name="layout">The model's depth.</param>
    /// <param name="rows">The step.</param>
    /// <param name="routedStage">The stage whose loops choose their rows; null without.</param>
    /// <param name="taken">Loops of that stage that each of the step's rows has taken, those of earlier steps included, [rows]; empty where it did not run.</param>
    /// <param name="result">Receives the depths.</param>
    public static void Fill(StageLayout layout, StepRows rows, int? routedStage, ReadOnlySpan<float> taken, StepResult result)
    {
        for (int item = 0; item < rows.Plan.Items.Count; item++)
        {
            var work = rows.Plan.Items[item];
            int layers = work.OnlyWritesCache ? 0
                : layout.LayersAfter(work.EndPass) - layout.LayersAfter(work.FirstPass) + (work.RunsTail ? layout.TailLayersAfter(work.EndPass) : 0);
            var (firstLoop, loops) = RoutedLoops(layout, work, routedStage);
            if (work.OnlyWritesCache || loops == 0)
            {
                result.AddUniformDepth(work, layers);
                continue;
            }

            int loopLayers = layout.Stages[routedStage!.Value].LayerCount;
            AddRouted(work, taken.Slice(rows.FirstRow(item), work.Length), layers - ((firstLoop + loops) * loopLayers), loopLayers, result);
        }
    }

    /// <summary>The first loop of the routed stage that an item takes, and how many there are at most; none where it passes by.</summary>
    public static (int First, int Count) RoutedLoops(StageLayout layout, WorkItem work, int? routedStage)
    {
        int first = 0, count = 0;
        for (int pass = work.FirstPass; pass < work.EndPass; pass++)
        {
            if (layout.Passes[pass].StageIndex == routedStage)
            {
                first = count == 0 ? layout.Passes[pass].Loop : first;
                count++;
            }
        }

        return (first, count);
    }

    private static void AddRouted(WorkItem work, ReadOnlySpan<float> taken, int fixedLayers, int loopLayers, StepResult result)
    {
        long total = 0;
        for (int row = 0; row < taken.Length; row++)
        {
            int layers = fixedLayers + ((int)taken[row] * loopLayers);
            total += layers;
            if (row >= taken.Length - work.HeadLength)
            {
                result.HeadRowLayers.Add(layers);
            }
        }

        result.ItemLayerRows.Add(total);
    }
}
