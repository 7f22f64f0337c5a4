using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Torch.Tests.Execution;

/// <summary>Two ways to order the passes of items.</summary>
internal static class StepPlans
{
    /// <summary>One pass of the plan per pass of the model, by every item that takes it.</summary>
    public static StepPlan Of(StageLayout layout, params WorkItem[] items)
    {
        var plan = new StepPlan();
        plan.Items.AddRange(items);
        foreach (var pass in layout.Passes)
        {
            var stagePass = new StagePass(pass.StageIndex);
            stagePass.Entries.AddRange(
                from item in Enumerable.Range(0, items.Length)
                let work = items[item]
                where (work.FirstPass <= pass.Index && pass.Index < work.EndPass) || (work.RunsTail && pass.Index >= layout.TailPass)
                select new StagePass.Entry(item, pass.Loop));
            plan.Passes.Add(stagePass);
        }

        return plan;
    }

    /// <summary>Every pass of the plan takes whoever waits for the stage's weights, whatever the loop.</summary>
    public static StepPlan Meeting(StageLayout layout, params WorkItem[] items)
    {
        var plan = new StepPlan();
        plan.Items.AddRange(items);
        int[] next = [.. items.Select(item => After(item.FirstPass, item))];
        while (Waiting().Any())
        {
            int stage = Waiting().Min(item => layout.Passes[next[item]].StageIndex);
            var pass = new StagePass(stage);
            foreach (int item in Waiting().Where(item => layout.Passes[next[item]].StageIndex == stage).ToArray())
            {
                pass.Entries.Add(new StagePass.Entry(item, layout.Passes[next[item]].Loop));
                next[item] = After(next[item] + 1, items[item]);
            }

            plan.Passes.Add(pass);
        }

        return plan;

        int After(int pass, WorkItem item) => item.RunsTail && pass == item.EndPass ? layout.TailPass : pass;

        IEnumerable<int> Waiting() => Enumerable.Range(0, items.Length).Where(item => next[item] < (items[item].RunsTail ? layout.PassCount : items[item].EndPass));
    }
}
