using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Holds a step's result against its plan before anything is committed.</summary>
internal static class StepResultCheck
{
    /// <summary>Returns when tokens and depths fit the plan and add up.</summary>
    /// <exception cref="InvalidOperationException">They do not: the executor broke its contract.</exception>
    public static void ThrowIfBroken(StepPlan plan, StepResult result, ExecutorInfo info)
    {
        CheckTokens(plan, result, info.VocabularySize);
        if (result.ItemLayerRows.Count != plan.Items.Count || result.HeadRowLayers.Count != plan.HeadRowCount)
        {
            throw new InvalidOperationException(
                $"The executor reported the depths of {result.ItemLayerRows.Count} items and {result.HeadRowLayers.Count} head rows; there are {plan.Items.Count} and {plan.HeadRowCount}.");
        }

        long sum = 0;
        int headRow = 0;
        for (int i = 0; i < plan.Items.Count; i++)
        {
            CheckDepths(plan.Items[i], i, result, headRow, info.Layout);
            sum += result.ItemLayerRows[i];
            headRow += plan.Items[i].HeadLength;
        }

        if (sum != result.LayerRowsExecuted)
        {
            throw new InvalidOperationException($"The executor ran {result.LayerRowsExecuted} layer rows, but the depths it reported add up to {sum}.");
        }
    }

    private static void CheckTokens(StepPlan plan, StepResult result, int vocabularySize)
    {
        if (result.Tokens.Count != plan.HeadRowCount)
        {
            throw new InvalidOperationException($"The executor returned {result.Tokens.Count} tokens for {plan.HeadRowCount} head rows.");
        }

        foreach (var sample in result.Tokens)
        {
            if (sample.Token < SampledToken.NoToken || sample.Token >= vocabularySize)
            {
                throw new InvalidOperationException($"The executor returned token {sample.Token}; the vocabulary has {vocabularySize}.");
            }
        }
    }

    private static void CheckDepths(WorkItem item, int index, StepResult result, int headRow, StageLayout layout)
    {
        int tail = item.RunsTail ? layout.TailLayersAfter(item.EndPass) : 0;
        int least = item.OnlyWritesCache ? 0 : layout.LeastLayersAfter(item.EndPass) - layout.LeastLayersAfter(item.FirstPass) + tail;
        int most = item.OnlyWritesCache ? 0 : layout.LayersAfter(item.EndPass) - layout.LayersAfter(item.FirstPass) + tail;
        long headLayers = 0;
        for (int row = headRow; row < headRow + item.HeadLength; row++)
        {
            int layers = result.HeadRowLayers[row];
            headLayers += layers;
            if (layers < least || layers > most)
            {
                throw new InvalidOperationException($"The executor reported {layers} layers for a head row of item {index}; a row takes {least} to {most}.");
            }
        }

        long others = result.ItemLayerRows[index] - headLayers, otherRows = item.Length - item.HeadLength;
        if (others < otherRows * least || others > otherRows * most)
        {
            throw new InvalidOperationException(
                $"The executor reported {result.ItemLayerRows[index]} layer rows for item {index}, {headLayers} of them for its head rows; a row takes {least} to {most}.");
        }
    }
}
