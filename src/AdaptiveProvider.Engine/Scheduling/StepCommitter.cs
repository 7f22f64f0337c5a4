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
        StepResultCheck.ThrowIfBroken(step.Plan, result, info);
        ExecutedLayerRows += result.LayerRowsExecuted;
        int headRow = 0;
        for (int i = 0; i < step.Requests.Count; i++)
        {
            var request = step.Requests[i];
            bool hasHead = request.Item.Head == HeadRows.Last;
            bool drawn = hasHead && result.Tokens[headRow].Token != SampledToken.NoToken;
            int headLayers = hasHead ? result.HeadRowLayers[headRow] : 0;
            Advance(request, result.ItemLayerRows[i], drawn ? headLayers : 0);
            if (hasHead)
            {
                Tokens.Add(drawn ? Draw(request, result.Tokens[headRow], headLayers) : Fail(request, headLayers));
                headRow++;
            }
        }
    }

    private void Advance(RequestState request, long layerRows, int tokenLayers)
    {
        var item = request.Item;
        request.Slot!.MarkComputed(item);
        request.ShallowComputed = request.DeepComputed = item.Position + item.Length;
        TokensGenerated += tokenLayers > 0 ? 1 : 0;
        PrefillLayerRows += layerRows - tokenLayers;
        TokenLayerRows += tokenLayers;
    }

    private static CommittedToken Draw(RequestState request, in SampledToken sample, int layers)
    {
        request.Generated++;
        request.LayersExecuted += layers;
        var token = new TokenEvent(sample, layers);
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

    private static CommittedToken Fail(RequestState request, int layers)
        => new(request, new TokenEvent(SampledToken.None, layers), IsDelivered: false, FinishCause.Failed);
}
