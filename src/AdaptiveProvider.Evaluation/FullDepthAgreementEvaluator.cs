using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace AdaptiveProvider.Evaluation;

/// <summary>
/// Judges how much of a reply that was made at less depth is full depth's: it asks the same again at full depth and gives the share of words, from 0 to 1, up to
/// the first that differs. 1 is the same reply.
/// </summary>
/// <remarks>Behind the first difference replies go on from different texts, so that more agreement there would mean little. Costs one full-depth reply.</remarks>
public sealed class FullDepthAgreementEvaluator : IEvaluator
{
    /// <summary>The name of the metric: a number from 0 to 1.</summary>
    public const string MetricName = "Full Depth Agreement";

    private static readonly string[] KeysThatStay = [AdaptiveOptionKeys.MinP, AdaptiveOptionKeys.RepetitionPenalty];
    private readonly IChatClient? _client;
    private readonly ChatOptions _options;
    private readonly double? _least;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="client">A client over the model that made the replies; null takes the one of the chat configuration.</param>
    /// <param name="options">The options that the replies were made with; what they say of depth is left out. Null is greedy. Sampled replies need a seed to compare.</param>
    /// <param name="least">The least agreement, 0 to 1, below which the metric has failed; null fails none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="least"/> is out of range.</exception>
    public FullDepthAgreementEvaluator(IChatClient? client = null, ChatOptions? options = null, double? least = null)
    {
        if (least is not null and not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(least), least, "The least agreement must be 0 to 1.");
        }

        (_client, _options, _least) = (client, AtFullDepth(options), least);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [MetricName];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no client.</exception>
    public async ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelResponse);
        var client = _client ?? chatConfiguration?.ChatClient ?? throw new ArgumentException("Give a client to the evaluator, or a chat configuration.", nameof(chatConfiguration));
        var full = await client.GetResponseAsync(messages, _options, cancellationToken).ConfigureAwait(false);
        double agreement = Agreement(modelResponse.Text, full.Text);
        var metric = new NumericMetric(MetricName, agreement);
        if (_least is { } least)
        {
            bool failed = agreement < least;
            metric.Interpretation = new EvaluationMetricInterpretation(failed ? EvaluationRating.Unacceptable : EvaluationRating.Good, failed);
        }

        return new EvaluationResult(metric);
    }

    /// <summary>The share of words, of the longer text, before the first that differs; 1 for two texts without words.</summary>
    private static double Agreement(string reply, string full)
    {
        string[] words = reply.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        string[] expected = full.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int longer = Math.Max(words.Length, expected.Length);
        return longer == 0 ? 1 : (double)words.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count() / longer;
    }

    private static ChatOptions AtFullDepth(ChatOptions? options)
    {
        var full = options?.Clone() ?? new ChatOptions { Temperature = 0 };
        foreach (string key in full.AdditionalProperties?.Keys.Where(key => key.StartsWith(AdaptiveOptionKeys.Prefix, StringComparison.OrdinalIgnoreCase) && !KeysThatStay.Contains(key)).ToArray() ?? [])
        {
            full.AdditionalProperties!.Remove(key);
        }

        return full.WithExitPolicy(ExitPolicy.Full);
    }
}
