using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace AdaptiveProvider.Evaluation;

/// <summary>Judges whether a reply is exactly the <see cref="ExpectedReply"/> given with it, white space at the ends aside. Needs no model.</summary>
/// <param name="comparison">How characters compare.</param>
public sealed class ExactMatchEvaluator(StringComparison comparison = StringComparison.Ordinal) : IEvaluator
{
    /// <summary>The name of the metric: true or false.</summary>
    public const string MetricName = "Exact Match";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [MetricName];

    /// <inheritdoc/>
    /// <remarks>Without an <see cref="ExpectedReply"/> the metric has no value and says so.</remarks>
    public ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(modelResponse);
        var metric = new BooleanMetric(MetricName);
        if (additionalContext?.OfType<ExpectedReply>().FirstOrDefault() is { } expected)
        {
            metric.Value = string.Equals(modelResponse.Text.Trim(), expected.Text.Trim(), comparison);
            metric.Interpretation = new EvaluationMetricInterpretation(metric.Value == true ? EvaluationRating.Exceptional : EvaluationRating.Unacceptable, failed: metric.Value != true);
            metric.AddOrUpdateContext(expected);
        }
        else
        {
            metric.AddDiagnostics(EvaluationDiagnostic.Error($"Give an {nameof(ExpectedReply)} as additional context."));
        }

        return ValueTask.FromResult(new EvaluationResult(metric));
    }
}
