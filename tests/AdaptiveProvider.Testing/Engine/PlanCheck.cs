using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider.Testing.Engine;

/// <summary>The executor contract, checked on a whole plan.</summary>
public static class PlanCheck
{
    public static void ThrowIfInvalid(StepPlan plan, ExecutorInfo info)
    {
        Require(plan.Items.Count > 0, "The plan is empty.");
        Require(plan.RowCount <= info.StepRowsMax, $"{plan.RowCount} rows; {info.StepRowsMax} are allowed.");
        Require(plan.Items.DistinctBy(item => item.Slot).Count() == plan.Items.Count, "Two items share a slot.");
        foreach (var item in plan.Items)
        {
            CheckItem(item, info);
        }

        CheckPasses(plan, info);
    }

    private static void CheckItem(WorkItem item, ExecutorInfo info)
    {
        Require(item.Slot >= 0 && item.Slot < info.SlotCount, $"Slot {item.Slot} does not exist.");
        Require(item.Length > 0, "An item has no rows.");
        Require(item.Position >= 0 && item.Position + item.Length <= info.SlotLength, $"Position {item.Position} + {item.Length} is outside the slot.");
        Require(item.FirstPass >= 0 && item.FirstPass <= item.EndPass && item.EndPass <= info.Layout.PassCount, "An item's passes are out of range.");
        Require(item.EndPass > item.FirstPass || (item.FirstPass > 0 && item.Head != HeadRows.None), "An item does nothing.");
        Require(!item.RunsTail || info.Layout.LeavesThroughTail(item.EndPass), "An item runs a tail that it has come to already.");
        Require(!item.OnlyWritesCache || (item.FirstPass > 0 && item.Head == HeadRows.None && !item.RunsTail), "An item that only writes its cache has a head.");
        Require(item.RowSamplings is null || item.RowSamplings.Count == item.Length, "An item has not one sampling per row.");
        Require(!item.Measure.NeedsHead() || item.Head != HeadRows.None, "An item is measured by logits that it does not have.");
        Require(item.FirstPass == 0 || item.Length <= info.KeptRowsMax, "An item starts from more states than are kept.");
        Require(item.Head == HeadRows.None || item.Sampling is not null, "A head row has no sampling.");
        foreach (int token in item.Tokens.Span)
        {
            Require(token >= 0 && token < info.VocabularySize, $"Token {token} does not exist.");
        }
    }

    private static void CheckPasses(StepPlan plan, ExecutorInfo info)
    {
        var next = plan.Items.Select(item => item.FirstPass).ToArray();
        foreach (var pass in plan.Passes)
        {
            Require(pass.Entries.Count > 0, "A pass has no entries.");
            Require(pass.Entries.DistinctBy(entry => entry.Item).Count() == pass.Entries.Count, "A pass names an item twice.");
            foreach (var entry in pass.Entries)
            {
                var item = plan.Items[entry.Item];
                next[entry.Item] = item.RunsTail && next[entry.Item] == item.EndPass ? info.Layout.TailPass : next[entry.Item];
                Require(next[entry.Item] < (item.RunsTail ? info.Layout.PassCount : item.EndPass), $"Item {entry.Item} goes on after its exit.");
                var expected = info.Layout.Passes[next[entry.Item]++];
                Require(
                    expected.StageIndex == pass.StageIndex && expected.Loop == entry.Loop,
                    $"Item {entry.Item} takes stage {pass.StageIndex} loop {entry.Loop} where stage {expected.StageIndex} loop {expected.Loop} is due.");
            }
        }

        for (int item = 0; item < next.Length; item++)
        {
            Require(next[item] == (plan.Items[item].RunsTail ? info.Layout.PassCount : plan.Items[item].EndPass), $"Item {item} ends after {next[item]} passes instead of {plan.Items[item].EndPass}{(plan.Items[item].RunsTail ? " and the tail" : "")}, from {plan.Items[item].FirstPass}; {plan.Items[item].Position}+{plan.Items[item].Length}, {plan.Items[item].Head}.");
        }
    }

    private static void Require(bool holds, string violation)
    {
        if (!holds)
        {
            throw new ContractViolationException(violation);
        }
    }
}
