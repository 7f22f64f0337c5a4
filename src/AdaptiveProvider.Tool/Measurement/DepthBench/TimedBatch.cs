using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>Requests that were sent together.</summary>
/// <param name="Replies">The replies in the order of the requests.</param>
/// <param name="ProcessorSeconds">Processor time of the whole process meanwhile: what a busy machine does not change, as long as threads do not wait for each other.</param>
internal sealed record TimedBatch(IReadOnlyList<TimedReply> Replies, double ProcessorSeconds)
{
    /// <summary>Tokens per second over all requests, from sending to the last token of the last, prompts included.</summary>
    public double TokensPerSecond => Replies.Sum(reply => reply.Tokens.Length) / Replies.Max(reply => reply.Seconds);

    /// <summary>The sum of the requests' speeds after their first tokens.</summary>
    public double DecodeTokensPerSecond => Replies.Sum(reply => 1 / reply.SecondsPerToken);

    /// <summary>Mean depth of the generated tokens as a share of full depth.</summary>
    public double MeanDepth => (double)Sum(summary => summary.LayersExecuted) / Sum(summary => summary.LayersTotal);

    /// <summary>Layer applications besides the reported depths: deep passes made up for, and drafts thrown away; as a share of full depth per token.</summary>
    public double ExtraDepth => (double)Sum(summary => summary.DeferredLayers + summary.RejectedLayers) / Sum(summary => summary.LayersTotal);

    /// <summary>Drafts made.</summary>
    public long Drafts => Sum(summary => summary.DraftTokens);

    /// <summary>Drafts that stood.</summary>
    public long AcceptedDrafts => Sum(summary => summary.AcceptedDraftTokens);

    /// <summary>Sends requests together and reads their replies to the end.</summary>
    public static async Task<TimedBatch> RunAsync(InferenceEngine engine, IEnumerable<GenerationRequest> requests, CancellationToken cancellationToken)
    {
        var before = Environment.CpuUsage.TotalTime;
        var replies = await Task.WhenAll(requests.Select(request => ReadAsync(engine, request, cancellationToken))).ConfigureAwait(false);
        return new TimedBatch(replies, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private long Sum(Func<GenerationSummary, long> count) => Replies.Sum(reply => count(reply.Summary));

    private static async Task<TimedReply> ReadAsync(InferenceEngine engine, GenerationRequest request, CancellationToken cancellationToken)
    {
        var tokens = new List<int>();
        var stream = await engine.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        await using (((IAsyncDisposable)stream).ConfigureAwait(false))
        {
            await foreach (var token in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                tokens.Add(token.Token);
            }
        }

        return new TimedReply([.. tokens], stream.Summary!);
    }
}
