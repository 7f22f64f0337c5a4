using System.Runtime.CompilerServices;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine.Requests;

namespace AdaptiveProvider.Server.Replies;

/// <summary>A plain completion of a prompt.</summary>
internal sealed class TextReplySource(AdaptiveModel model, int[] prompt, CompletionSettings settings) : IReplySource
{
    /// <summary>Alternatives to report beside each token's log probability; null reports none.</summary>
    public int? Likeliest { get; init; }

    /// <summary>The text begins with the prompt.</summary>
    public bool Echoes { get; init; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReplyPart> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Echoes)
        {
            yield return new ReplyPart { Text = model.Tokenizer!.Decode(prompt) };
        }

        var tokens = new List<TokenEvent>();
        await foreach (var update in model.CompleteAsync(prompt, settings, cancellationToken).ConfigureAwait(false))
        {
            if (update.Token is { } token)
            {
                tokens.Add(token);
            }

            if (update.Text.Length > 0)
            {
                yield return new ReplyPart { Text = update.Text, Tokens = Details(tokens) };
                tokens.Clear();
            }

            if (update.Summary is { } summary)
            {
                yield return new ReplyPart { End = new ReplyEnd(WordFor(summary.Cause), summary.ToUsage(), update.ToReport()) };
            }
        }
    }

    private TokenDetails? Details(List<TokenEvent> tokens)
    {
        bool reportsDepth = settings.Depth.ReportsTokenDepth == true;
        return !reportsDepth && Likeliest is null ? null : new TokenDetails(
            reportsDepth ? [.. tokens.Select(token => token.LayersExecuted)] : null,
            reportsDepth ? [.. tokens.Select(token => float.IsNaN(token.Confidence) ? (double?)null : token.Confidence)] : null,
            Likeliest is { } likeliest ? [.. tokens.Select(token => model.LogProbabilityOf(token, likeliest))] : null);
    }

    private static string WordFor(FinishCause cause) => cause is FinishCause.MaxOutputTokens or FinishCause.ContextFull ? "length" : "stop";
}
