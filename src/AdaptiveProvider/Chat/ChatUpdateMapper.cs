using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine.Requests;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Turns one reply's completion updates into <see cref="ChatResponseUpdate"/>s that carry the same ids.</summary>
/// <remarks>
/// The end is two updates: one of the message with the finish reason, and one without a message id, whose usage and times therefore belong to
/// the response.
/// </remarks>
internal sealed class ChatUpdateMapper(string modelId, DateTimeOffset createdAt)
{
    private readonly string _responseId = Guid.NewGuid().ToString("N");
    private readonly string _messageId = Guid.NewGuid().ToString("N");

    public IEnumerable<ChatResponseUpdate> Map(CompletionUpdate update)
    {
        var contents = update.Text.Length > 0 ? new List<AIContent> { new TextContent(update.Text) } : [];
        if (update.Summary is { } summary)
        {
            yield return OfMessage(contents, FinishReasonOf(summary.Cause));
            yield return OfResponse(summary);
        }
        else if (contents.Count > 0)
        {
            yield return OfMessage(contents, null);
        }
    }

    private ChatResponseUpdate OfMessage(List<AIContent> contents, ChatFinishReason? finishReason)
    {
        var update = New(contents);
        update.MessageId = _messageId;
        update.FinishReason = finishReason;
        return update;
    }

    private ChatResponseUpdate OfResponse(GenerationSummary summary)
    {
        var update = New([new UsageContent(UsageOf(summary))]);
        update.AdditionalProperties = new AdditionalPropertiesDictionary
        {
            [AdaptiveReportKeys.QueueMilliseconds] = summary.QueueTime.TotalMilliseconds,
            [AdaptiveReportKeys.PrefillMilliseconds] = summary.PrefillTime.TotalMilliseconds,
            [AdaptiveReportKeys.DecodeMilliseconds] = summary.DecodeTime.TotalMilliseconds,
            [AdaptiveReportKeys.TokensPerSecond] = summary.TokensPerSecond,
            [AdaptiveReportKeys.MeanDepth] = summary.LayersTotal == 0 ? 1.0 : (double)summary.LayersExecuted / summary.LayersTotal,
        };
        return update;
    }

    private ChatResponseUpdate New(List<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _responseId,
        ModelId = modelId,
        CreatedAt = createdAt,
    };

    private static UsageDetails UsageOf(GenerationSummary summary) => new()
    {
        InputTokenCount = summary.PromptTokens,
        OutputTokenCount = summary.OutputTokens,
        TotalTokenCount = summary.PromptTokens + summary.OutputTokens,
        CachedInputTokenCount = summary.CachedTokens,
        AdditionalCounts = new AdditionalPropertiesDictionary<long>
        {
            [AdaptiveReportKeys.LayersExecuted] = summary.LayersExecuted,
            [AdaptiveReportKeys.LayersTotal] = summary.LayersTotal,
        },
    };

    private static ChatFinishReason FinishReasonOf(FinishCause cause) => cause switch
    {
        FinishCause.MaxOutputTokens or FinishCause.ContextFull => ChatFinishReason.Length,
        _ => ChatFinishReason.Stop,
    };
}
