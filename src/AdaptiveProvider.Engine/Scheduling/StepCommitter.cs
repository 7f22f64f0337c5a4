using System.Runtime.InteropServices;
using AdaptiveProvider.Engine.Depth.Courses;
using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Moves the counters after an executed step. Pure bookkeeping: what readers see is published afterwards.</summary>
internal sealed class StepCommitter(ExecutorInfo info)
{
    /// <summary>One entry per head row of the last committed step.</summary>
    public List<CommittedToken> Tokens { get; } = [];

    /// <summary>Tokens drawn, over all steps.</summary>
    public long TokensGenerated { get; private set; }

    /// <summary>Layer applications run by the executor, over all steps.</summary>
    public long ExecutedLayerRows { get; private set; }

    /// <summary>Where the requests say they went: the sum is the same.</summary>
    public LayerAccount Layers { get; private set; }

    /// <summary>Appends the tokens of a request that need no step.</summary>
    public void AppendImplied(RequestState request)
    {
        Tokens.Clear();
        int generated = request.Generated;
        request.Course.AppendImplied(Tokens);
        TokensGenerated += request.Generated - generated;
    }

    /// <summary>Commits the whole step, or throws before anything has changed.</summary>
    /// <param name="step">The step.</param>
    /// <param name="result">What the executor gave back.</param>
    /// <param name="at">When it did.</param>
    /// <exception cref="InvalidOperationException">The result does not fit the plan: the executor broke its contract.</exception>
    public void Commit(PlannedStep step, StepResult result, long at)
    {
        Tokens.Clear();
        StepResultCheck.ThrowIfBroken(step.Plan, result, info);
        ExecutedLayerRows += result.LayerRowsExecuted;
        var drawn = CollectionsMarshal.AsSpan(result.Tokens);
        var layers = CollectionsMarshal.AsSpan(result.HeadRowLayers);
        int headRow = 0;
        for (int i = 0; i < step.Requests.Count; i++)
        {
            var request = step.Requests[i];
            int heads = request.Item.HeadLength, generated = request.Generated;
            float score = i < result.ItemScores.Count ? result.ItemScores[i] : float.NaN;
            var before = request.Layers;
            request.Course.Commit(new ItemOutcome(result.ItemLayerRows[i], drawn.Slice(headRow, heads), layers.Slice(headRow, heads), score, at), Tokens);
            headRow += heads;
            TokensGenerated += request.Generated - generated;
            Layers = Layers.With(request.Layers, before);
        }
    }
}
