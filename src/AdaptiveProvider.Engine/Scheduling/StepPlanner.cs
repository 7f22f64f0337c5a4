using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>The whole batching policy: which rows of which requests run in the next step.</summary>
/// <remarks>
/// Decoding requests first, one row each, so that tokens keep coming; then prompts in order of arrival, cut into chunks by what is left
/// of the row budget. Changes nothing but the plan, so a step that fails needs no undoing.
/// </remarks>
internal sealed class StepPlanner(StageLayout layout, int prefillRowsPerStep)
{
    private readonly StagePass[] _passes = [.. layout.Passes.Select(pass => new StagePass(pass.StageIndex))]; // [passes], reused by every step
    private int _firstDecoder;

    /// <summary>Fills <paramref name="step"/> with at most <paramref name="rowsMax"/> rows.</summary>
    public void Plan(PlannedStep step, List<RequestState> running, int rowsMax)
    {
        step.Clear();
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
            if (request.Status != RequestStatus.Running || request.Remaining != 1)
            {
                continue;
            }

            if (step.Rows == rowsMax)
            {
                _firstDecoder = index;
                return;
            }

            Add(step, request, StaticExitPolicy.Next(request, rowsMax: 1));
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

            if (request.Status == RequestStatus.Running && request.Remaining > 1)
            {
                var span = StaticExitPolicy.Next(request, budget);
                Add(step, request, span);
                budget -= span.Length;
            }
        }
    }

    private static void Add(PlannedStep step, RequestState request, in DepthSpan span)
    {
        var item = request.Item;
        item.Position = span.Position;
        item.Tokens = request.Slot!.Tokens(span.Position, span.Length);
        item.FirstPass = span.FirstPass;
        item.EndPass = span.EndPass;
        item.Head = span.Head;
        item.RouterThreshold = request.RouterThreshold;
        if (span.Head != HeadRows.None && !request.Sampling.Settings.IsGreedy)
        {
            // NOTE: keyed by seed and token index alone, so that neither batch mates nor retries change a reply.
            request.Sampling.Uniform = CounterRandom.Uniform(request.Seed, request.Generated);
        }

        step.Add(request);
    }

    /// <summary>Items of different exit depths share every pass that they both take, so its weights are read once.</summary>
    private void PlanPasses(StepPlan plan)
    {
        for (int pass = 0; pass < _passes.Length; pass++)
        {
            var entries = _passes[pass].Entries;
            entries.Clear();
            for (int item = 0; item < plan.Items.Count; item++)
            {
                if (plan.Items[item].FirstPass <= pass && pass < plan.Items[item].EndPass)
                {
                    entries.Add(new StagePass.Entry(item, layout.Passes[pass].Loop));
                }
            }

            if (entries.Count > 0)
            {
                plan.Passes.Add(_passes[pass]);
            }
        }
    }
}
