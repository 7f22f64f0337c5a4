using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>Adds up what a request cost and tells its reader, the metrics and the log.</summary>
internal sealed class RequestEnding(int layerDepth, TimeProvider time, EngineMetrics metrics, ILogger logger)
{
    /// <summary>Requests ended so far.</summary>
    public long Count { get; private set; }

    /// <summary>Ends a request that holds neither slot nor place.</summary>
    public void End(RequestState request, FinishCause cause, Exception? failure)
    {
        Count++;
        request.Status = RequestStatus.Finished;
        var summary = Summarize(request, cause);
        metrics.RequestEnded(summary, failure);
        RequestTrace.End(request.Reply.Activity, summary, failure);
        if (failure is not null)
        {
            logger.RequestFailed(failure, request.Id);
        }

        logger.RequestEnded(request.Id, summary.OutputTokens, cause);
        request.Reply.End(summary, cause == FinishCause.Cancelled ? new OperationCanceledException(request.Reply.CancellationToken) : failure);
    }

    private GenerationSummary Summarize(RequestState request, FinishCause cause)
    {
        long now = time.GetTimestamp();
        long started = request.StartedAt != 0 ? request.StartedAt : now;
        long firstToken = request.FirstTokenAt != 0 ? request.FirstTokenAt : now;
        return new GenerationSummary(
            cause,
            request.PromptLength,
            request.CachedTokens,
            request.Generated,
            request.Layers.Token,
            (long)request.Generated * layerDepth,
            time.GetElapsedTime(request.SubmittedAt, started),
            time.GetElapsedTime(started, firstToken),
            time.GetElapsedTime(firstToken, now))
        {
            Method = request.Request.Depth?.Method ?? (request.Request.ExitPass is null ? DepthMethod.Full : DepthMethod.Static),
            EarlyExitTokens = request.EarlyExits,
            DraftTokens = request.Drafted,
            AcceptedDraftTokens = request.AcceptedDrafts,
            DeferredTokens = request.DeferredTokens,
            DeferredLayers = request.Layers.Deferred,
            RejectedLayers = request.Layers.Rejected,
        };
    }
}
