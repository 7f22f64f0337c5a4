using System.Collections.Frozen;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Tool.Measurement.Quality;

/// <summary>Runs prompts through an engine, many at a time: to reply, or to read given replies (teacher forcing) at a depth.</summary>
/// <param name="engine">The engine; it must wait when its line is full.</param>
internal sealed class ReplyScorer(InferenceEngine engine)
{
    /// <summary>Greedy replies at full depth, an end token included where one came, [prompts][tokens].</summary>
    public Task<int[][]> ReplyAsync(IEnumerable<int[]> prompts, int tokensMax, FrozenSet<int> endTokens, CancellationToken cancellationToken)
        => Task.WhenAll(prompts.Select(async prompt =>
        {
            // A delivered reply would not say which of several end tokens it was.
            var request = new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = tokensMax, Depth = DepthSettings.Full, ReusePrefix = false };
            var reply = new List<int>();
            await foreach (var token in ReadAsync(request, cancellationToken).ConfigureAwait(false))
            {
                reply.Add(token.Token);
                if (endTokens.Contains(token.Token))
                {
                    break;
                }
            }

            return reply.ToArray();
        }));

    /// <summary>Reads given replies.</summary>
    /// <param name="texts">Prompts and replies.</param>
    /// <param name="settings">How depth is spent; a method without drafts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ScoredReply[]> ScoreAsync(IEnumerable<(int[] Prompt, int[] Reply)> texts, DepthSettings settings, CancellationToken cancellationToken)
        => Task.WhenAll(texts.Select(async text =>
        {
            var request = new GenerationRequest { PromptTokens = text.Prompt, ForcedTokens = text.Reply, Depth = settings, ReusePrefix = false };
            var (predicted, nats, layers) = (new List<int>(), 0.0, 0L);
            await foreach (var token in ReadAsync(request, cancellationToken).ConfigureAwait(false))
            {
                predicted.Add(token.Sample.Token);
                nats -= token.LogProbability;
                layers += token.LayersExecuted;
            }

            return new ScoredReply([.. predicted], nats, layers);
        }));

    /// <summary>Replies with drafts, and counts those.</summary>
    public async Task<(long Drafted, long Accepted)> CountDraftsAsync(
        IEnumerable<int[]> prompts, DepthSettings settings, int tokensMax, FrozenSet<int> endTokens, CancellationToken cancellationToken)
    {
        var summaries = await Task.WhenAll(prompts.Select(async prompt =>
        {
            var request = new GenerationRequest { PromptTokens = prompt, MaxOutputTokens = tokensMax, StopTokens = endTokens, Depth = settings, ReusePrefix = false };
            var stream = await engine.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
            await using (((IAsyncDisposable)stream).ConfigureAwait(false))
            {
                await foreach (var _ in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                }
            }

            return stream.Summary!;
        })).ConfigureAwait(false);
        return (summaries.Sum(summary => (long)summary.DraftTokens), summaries.Sum(summary => (long)summary.AcceptedDraftTokens));
    }

    private async IAsyncEnumerable<TokenEvent> ReadAsync(GenerationRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = await engine.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        await using (((IAsyncDisposable)stream).ConfigureAwait(false))
        {
            await foreach (var token in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return token;
            }
        }
    }
}
