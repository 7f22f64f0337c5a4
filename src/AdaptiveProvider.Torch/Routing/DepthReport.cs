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
    /// <param name="routed">The pass of the routed stage and the loops that each of its rows took; null without.</param>
    /// <param name="result">Receives the depths.</param>
    public static void Fill(StageLayout layout, StepRows rows, (PassRows Pass, float[] Taken)? routed, StepResult result)
    {
        for (int item = 0; item < rows.Plan.Items.Count; item++)
        {
            var work = rows.Plan.Items[item];
            int layers = layout.LayersAfter(work.EndPass) - layout.LayersAfter(work.FirstPass);
            if (routed is not { } known || Array.IndexOf(known.Pass.Members, item) < 0)
            {
                result.AddUniformDepth(work, layers);
            }
            else
            {
                var stage = layout.Stages[known.Pass.Stage];
                var taken = known.Taken.AsSpan(FirstRow(rows, known.Pass, item), work.Length);
                AddRouted(work, taken, layers - (stage.Loops * stage.LayerCount), stage.LayerCount, result);
            }
        }
    }

    private static int FirstRow(StepRows rows, PassRows pass, int item)
    {
        int first = 0;
        foreach (int member in pass.Members)
        {
            if (member == item)
            {
                break;
            }

            first += rows.Plan.Items[member].Length;
        }

        return first;
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
