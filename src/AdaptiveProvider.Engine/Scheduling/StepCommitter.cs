using AdaptiveProvider.Engine.Execution;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Scheduling;

/// <summary>Moves the counters after an executed step. Pure bookkeeping: what readers see is published afterwards.</summary>
internal sealed class StepCommitter(ExecutorInfo info)
{
    /// <summary>One entry per head row of the last committed step.</summary>
    public List<CommittedToken> Tokens { get; } = [];

    /// <summary>Tokens drawn, over all steps.</summary>
    public long TokensGenerated { get; private set; }

    /// <summary>Layer applications reported by the executor, over all steps.</summary>
    public long ExecutedLayerRows { get; private set; }

    /// <summary>Layer applications of rows that filled the cache and gave no token.</summary>
    public long PrefillLayerRows { get; private set; }

    /// <summary>Layer applications of rows that gave a token: the sum of the reported depths.</summary>
    public long TokenLayerRows { get; private set; }

    /// <summary>Commits the whole step, or throws before anything has changed.</summary>
    /// <exception cref="InvalidOperationException">The result does not fit the plan: the executor broke its contract.</exception>
    public void Commit(PlannedStep step, StepResult result)
    {
        Tokens.Clear();
        Check(step.Plan, result);
        ExecutedLayerRows += result.LayerRowsExecuted;
        int headRow = 0;
        for (int i = 0; i < step.Requests.Count; i++)
        {
            var request = step.Requests[i];
            bool drawn = request.Item.Head == HeadRows.Last && result.Tokens[headRow].Token != SampledToken.NoToken;
            Advance(request, drawn);
            if (request.Item.Head == HeadRows.Last)
            {
                Tokens.Add(drawn ? Draw(request, result.Tokens[headRow]) : Fail(request));
                headRow++;
            }
        }
    }

    private void Check(StepPlan plan, StepResult result)
    {
        if (result.Tokens.Count != plan.HeadRowCount)
        {
            throw new InvalidOperationException($"The executor returned {result.Tokens.Count} tokens for {plan.HeadRowCount} head rows.");
        }

        foreach (var sample in result.Tokens)
        {
            if (sample.Token < SampledToken.NoToken || sample.Token >= info.VocabularySize)
            {
                throw new InvalidOperationException($"The executor returned token {sample.Token}; the vocabulary has {info.VocabularySize}.");
            }
        }
    }

    private void Advance(RequestState request, bool drawn)
    {
        var item = request.Item;
        request.Slot!.MarkComputed(item);
        request.ShallowComputed = request.DeepComputed = item.Position + item.Length;
        int tokenRows = drawn ? 1 : 0;
        TokensGenerated += tokenRows;
        PrefillLayerRows += (long)(item.Length - tokenRows) * request.LayersPerToken;
        TokenLayerRows += (long)tokenRows * request.LayersPerToken;
    }

    private static CommittedToken Draw(RequestState request, in SampledToken sample)
    {
        request.Generated++;
        request.LayersExecuted += request.LayersPerToken;
        var token = new TokenEvent(sample, request.LayersPerToken);
        if (request.Request.StopTokens.Contains(sample.Token))
        {
            return new CommittedToken(request, token, IsDelivered: false, FinishCause.StopToken);
        }

        request.Emitted++;
        request.Slot!.Append(sample.Token);
        request.Sampling.Counts?.AddReply(sample.Token);
        FinishCause? cause = request.Generated < request.OutputMax ? null
            : request.Request.MaxOutputTokens is null ? FinishCause.ContextFull
            : FinishCause.MaxOutputTokens;
        return new CommittedToken(request, token, IsDelivered: true, cause);
    }

    private static CommittedToken Fail(RequestState request)
        => new(request, new TokenEvent(SampledToken.None, request.LayersPerToken), IsDelivered: false, FinishCause.Failed);
}
