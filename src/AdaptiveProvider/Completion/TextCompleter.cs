using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using AdaptiveProvider.Depth;
using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Requests;
using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Text;

namespace AdaptiveProvider.Completion;

/// <summary>The one path from prompt tokens to text: chat and raw completion both take it.</summary>
internal sealed class TextCompleter(InferenceEngine engine, Tokenizer? tokenizer, DepthSettingsMapper depths, FrozenSet<int> endTokens)
{
    /// <summary>Refuses wishes about depth that make no sense for the model.</summary>
    /// <exception cref="ArgumentException">They exclude each other or leave something open.</exception>
    /// <exception cref="DepthNotSupportedException">The model cannot spend depth like that.</exception>
    public void CheckDepth(DepthOptions depth) => depths.Map(depth);

    /// <summary>Checks the request now and returns its updates, which start the work when they are read.</summary>
    /// <exception cref="ArgumentException">A prompt token or a setting is out of range.</exception>
    /// <exception cref="RequestTooLongException">The prompt leaves no room for a reply.</exception>
    /// <exception cref="DepthNotSupportedException">The model cannot spend depth like that.</exception>
    public IAsyncEnumerable<CompletionUpdate> CompleteAsync(ReadOnlyMemory<int> prompt, CompletionSettings settings, CancellationToken cancellationToken)
    {
        var depth = depths.Map(settings.Depth);
        return RunAsync(ToRequest(prompt, settings, depth), settings, depth, cancellationToken);
    }

    private async IAsyncEnumerable<CompletionUpdate> RunAsync(
        GenerationRequest request, CompletionSettings settings, EffectiveDepth depth, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = new ReplyText(tokenizer, settings);
        var stream = await engine.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        await using (((IAsyncDisposable)stream).ConfigureAwait(false))
        {
            await foreach (var token in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return new CompletionUpdate(text.Append(token.Token), token, null);
                if (text.IsStopped || settings.EarlyEnd?.IsWanted == true)
                {
                    break;
                }
            }
        }

        yield return new CompletionUpdate(text.Flush(), null, stream.Summary) { Depth = depth };
    }

    private GenerationRequest ToRequest(ReadOnlyMemory<int> prompt, CompletionSettings settings, EffectiveDepth depth)
    {
        var info = engine.ExecutorInfo;
        if (prompt.IsEmpty)
        {
            throw new ArgumentException("The prompt needs at least one token.", nameof(prompt));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxOutputTokens ?? 1, 1, nameof(settings.MaxOutputTokens));
        if (tokenizer is null && !settings.StopSequences.IsEmpty)
        {
            throw new ArgumentException("Stop sequences need a tokenizer, and this model's folder has none.", nameof(settings));
        }

        int room = info.SlotLength - prompt.Length;
        if (room < 1)
        {
            throw new RequestTooLongException(prompt.Length, settings.MaxOutputTokens ?? 1, info.SlotLength);
        }

        return new GenerationRequest
        {
            PromptTokens = prompt,

            // A wish beyond the context is not an error: the reply ends there, as one without a wish does.
            MaxOutputTokens = settings.MaxOutputTokens is { } wish ? Math.Min(wish, room) : null,
            Sampling = settings.Sampling.Validated(),
            Seed = settings.Seed,
            StopTokens = settings.IgnoreEndTokens ? settings.StopTokens.ToFrozenSet() : endTokens.Union(settings.StopTokens).ToFrozenSet(),
            Depth = depth.Settings,
            RouterThreshold = depth.RouterThreshold,
            Constraint = settings.Constraint,
            TopLogitCount = settings.TopLogitCount,
        };
    }
}
