using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>The whole batching policy: which rows of which requests run in the next step.</summary>
/// <remarks>
/// Decoding requests first, a row each or a pending span, so that tokens keep coming; then prompts in order of arrival, cut into chunks by what is left
/// of the row budget. Changes nothing but the plan and who waits, so a step that fails needs no undoing.
/// </remarks>
internal sealed class StepPlanner(StageLayout layout, int prefillRowsPerStep, RowHolding holding)
{
    private readonly StagePass[] _passes = [.. layout.Passes.Select(pass => new StagePass(pass.StageIndex))]; // [passes], reused by every step
    private readonly int[] _firstPasses = [.. Enumerable.Range(0, layout.Stages.Length + 1).Select(stage => layout.Passes.Count(pass => pass.StageIndex < stage))]; // [stages + 1]
    private int _firstDecoder;

    /// <summary>Fills <paramref name="step"/> with at most <paramref name="rowsMax"/> rows.</summary>
    public void Plan(PlannedStep step, List<RequestState> running, int rowsMax)
    {
        step.Clear();
        holding.Choose(running);
        PlanDecoding(step, running, rowsMax);
        PlanPrompts(step, running, step.IsEmpty ? rowsMax : Math.Min(prefillRowsPerStep, rowsMax - step.Rows));
        PlanPasses(step.Plan);
    }

    private void PlanDecoding(PlannedStep step, List<RequestState> running, int rowsMax)
    {
        // When not all fit, the next step begins where this one stops, so that each gets its turn.
        int first = _firstDecoder < running.Count ? _firstDecoder : 0;
        _firstDecoder = 0;
        for (int i = 0; i < running.Count; i++)
        {
            int index = first + i < running.Count ? first + i : first + i - running.Count;
            var request = running[index];
            if (request.Status != RequestStatus.Running || request.Course.IsPrefilling || request.IsHeld)
            {
                continue;
            }

            if (step.Rows == rowsMax)
            {
                _firstDecoder = index;
                return;
            }

            request.Course.Plan(rowsMax - step.Rows);
            step.Add(request);
        }
    }

    private static void PlanPrompts(PlannedStep step, List<RequestState> running, int budget)
    {
        foreach (var request in running)
        {
            if (budget == 0)
            {
                return;
            }

            if (request.Status == RequestStatus.Running && request.Course.IsPrefilling)
            {
                request.Course.Plan(budget);
                step.Add(request);
                budget -= request.Item.Length;
            }
        }
    }

    /// <summary>
    /// Stage by stage, and in a looped stage round by round: each item brings the loop that it is at, so that rows of different loops run in one batch
    /// over weights that are read once (continuous depth-wise batching; 2410.20672, section 3.2).
    /// </summary>
    private void PlanPasses(StepPlan plan)
    {
        int next = 0;
        for (int stage = 0; stage < layout.Stages.Length; stage++)
        {
            for (int round = 0; round < layout.Stages[stage].Loops; round++, next++)
            {
                var entries = _passes[next].Entries;
                entries.Clear();
                for (int item = 0; item < plan.Items.Count; item++)
                {
                    int pass = Math.Max(_firstPasses[stage], plan.Items[item].FirstPass) + round;
                    if (pass < _firstPasses[stage + 1] && (pass < plan.Items[item].EndPass || (plan.Items[item].RunsTail && _firstPasses[stage] >= layout.TailPass)))
                    {
                        entries.Add(new StagePass.Entry(item, layout.Passes[pass].Loop));
                    }
                }

                if (entries.Count > 0)
                {
                    plan.Passes.Add(_passes[next]);
                }
            }
        }
    }
}
