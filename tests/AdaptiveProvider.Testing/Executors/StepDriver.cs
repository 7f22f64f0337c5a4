using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Sampling;
using Xunit;

namespace AdaptiveProvider.Testing.Executors;

/// <summary>Makes step plans from items, runs them, and hands back each item's tokens with their highest logits.</summary>
public sealed class StepDriver(IModelExecutor executor)
{
    /// <summary>Layer applications that the last step reported.</summary>
    public long LayerRows { get; private set; }

    /// <summary>Layer applications that the last step reported for each item, [items].</summary>
    public long[] ItemLayers { get; private set; } = [];

    /// <summary>What the last step measured, [items].</summary>
    public float[] Scores { get; private set; } = [];

    /// <summary>Layer applications of each item's head rows in the last step, [items][head rows].</summary>
    public int[][] HeadLayers { get; private set; } = [];

    /// <summary>An item; its sampling, unless given, is greedy with 64 logits.</summary>
    public WorkItem Item(
        int slot, int position, ReadOnlyMemory<int> tokens, HeadRows head = HeadRows.Last, int firstPass = 0, int? endPass = null, bool keep = false, RowSampling? sampling = null, float threshold = float.NaN)
        => new()
        {
            Slot = slot,
            Position = position,
            Tokens = tokens,
            FirstPass = firstPass,
            EndPass = endPass ?? executor.Info.Layout.PassCount,
            RouterThreshold = threshold,
            KeepHidden = keep,
            Head = head,
            Sampling = sampling ?? new RowSampling(SamplingSettings.Greedy) { TopLogitCount = 64 },
        };

    /// <summary>Runs items in one step, one pass of the plan per pass of the model.</summary>
    /// <returns>[items][head rows]</returns>
    public SampledToken[][] Run(params WorkItem[] items)
    {
        var plan = new StepPlan();
        plan.Items.AddRange(items);
        foreach (var pass in executor.Info.Layout.Passes)
        {
            AddPass(plan, pass.StageIndex, Enumerable.Range(0, items.Length).Where(item => Takes(items[item], pass)).Select(item => new StagePass.Entry(item, pass.Loop)));
        }

        return Run(plan);
    }

    /// <summary>Runs items that each take at most one loop of a stage in one step, one pass of the plan per stage whatever the loops.</summary>
    /// <returns>[items][head rows]</returns>
    public SampledToken[][] RunByStage(params WorkItem[] items)
    {
        var plan = new StepPlan();
        plan.Items.AddRange(items);
        for (int stage = 0; stage < executor.Info.Layout.Stages.Length; stage++)
        {
            var passes = executor.Info.Layout.Passes.Where(pass => pass.StageIndex == stage).ToArray();
            AddPass(plan, stage, from item in Enumerable.Range(0, items.Length) from pass in passes where Takes(items[item], pass) select new StagePass.Entry(item, pass.Loop));
        }

        return Run(plan);
    }

    /// <summary>Runs a plan, and checks that its depths add up.</summary>
    public SampledToken[][] Run(StepPlan plan)
    {
        var result = new StepResult();
        executor.Execute(plan, result);

        LayerRows = result.LayerRowsExecuted;
        (ItemLayers, Scores) = ([.. result.ItemLayerRows], [.. result.ItemScores]);
        Assert.Equal(plan.Items.Count, Scores.Length);
        Assert.Equal(LayerRows, result.ItemLayerRows.Sum());
        Assert.Equal((plan.Items.Count, plan.HeadRowCount), (result.ItemLayerRows.Count, result.HeadRowLayers.Count));
        int next = 0;
        HeadLayers = [.. plan.Items.Select(item => Enumerable.Range(0, item.HeadLength).Select(_ => result.HeadRowLayers[next++]).ToArray())];
        Assert.All(plan.Items.Where(item => item.Head == HeadRows.All), item => Assert.Equal(HeadLayers[plan.Items.IndexOf(item)].Sum(), result.ItemLayerRows[plan.Items.IndexOf(item)]));
        next = 0;
        return [.. plan.Items.Select(item => Enumerable.Range(0, item.HeadLength).Select(_ => result.Tokens[next++]).ToArray())];
    }

    /// <summary>All rows of a text in one step.</summary>
    public SampledToken[] Prefill(int slot, int[] tokens, int? endPass = null) => Run(Item(slot, 0, tokens, HeadRows.All, endPass: endPass))[0];

    /// <summary>A text row by row.</summary>
    public SampledToken[] Decode(int slot, int[] tokens, int? endPass = null)
        => [.. tokens.Select((_, position) => Run(Item(slot, position, tokens.AsMemory(position, 1), endPass: endPass))[0][0])];

    private bool Takes(WorkItem item, DepthPass pass)
        => (pass.Index >= item.FirstPass && pass.Index < item.EndPass) || (item.RunsTail && pass.Index >= executor.Info.Layout.TailPass);

    private static void AddPass(StepPlan plan, int stage, IEnumerable<StagePass.Entry> entries)
    {
        var pass = new StagePass(stage);
        pass.Entries.AddRange(entries);
        if (pass.Entries.Count > 0)
        {
            plan.Passes.Add(pass);
        }
    }
}
