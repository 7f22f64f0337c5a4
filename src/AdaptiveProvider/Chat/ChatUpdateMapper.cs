using AdaptiveProvider.Chat.Replies;
using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine.Requests;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Turns one reply's completion updates into <see cref="ChatResponseUpdate"/>s that carry the same ids.</summary>
/// <remarks>
/// The end is two updates: one of the message with the finish reason, and one without a message id, whose usage and times therefore belong to
/// the response. The message carries the times too, for frameworks that pass on only messages.
/// </remarks>
internal sealed class ChatUpdateMapper(
    string modelId, DateTimeOffset createdAt, bool reportsTokenDepth, ReplyReader reader, TokenLogProbabilityReport? logProbabilities = null)
{
    private readonly string _responseId = Guid.NewGuid().ToString("N");
    private readonly string _messageId = Guid.NewGuid().ToString("N");
    private readonly TokenDepthReport? _tokens = reportsTokenDepth ? new TokenDepthReport() : null;
    private long _tokenCount;
    private long _thinkingTokens;

    /// <summary>What of a schema the reply is not held to; null where there is nothing.</summary>
    public string? SchemaNote { get; init; }

    public IEnumerable<ChatResponseUpdate> Map(CompletionUpdate update)
    {
        if (update.Token is { } token)
        {
            _tokens?.Add(token);
            logProbabilities?.Add(token);
        }

        var contents = Read(update);
        if (update.Summary is { } summary)
        {
            contents.AddRange(reader.Flush());
            Report(contents);
            var depth = update.Depth ?? EffectiveDepth.Full;
            var end = OfMessage(contents, FinishReasonOf(summary.Cause));
            end.AdditionalProperties = Properties(summary, depth);
            yield return end;
            yield return OfResponse(summary, depth);
        }
        else if (contents.Count > 0)
        {
            Report(contents);
            yield return OfMessage(contents, null);
        }
    }

    // The tokens of a thought's marks are the thought's, and it stands at the beginning: all tokens until it ends are its own.
    private List<AIContent> Read(CompletionUpdate update)
    {
        bool isThought = reader.IsThinking;
        var contents = reader.Append(update.Text);
        _tokenCount += update.Token is null ? 0 : 1;
        _thinkingTokens = isThought || reader.IsThinking ? _tokenCount : _thinkingTokens;
        return contents;
    }

    private void Report(List<AIContent> contents)
    {
        foreach (var content in contents.Where(content => content is TextContent or TextReasoningContent))
        {
            _tokens?.WriteNew(content);
            logProbabilities?.WriteNew(content);
        }
    }

    private ChatResponseUpdate OfMessage(List<AIContent> contents, ChatFinishReason? finishReason)
    {
        var update = New(contents);
        update.MessageId = _messageId;
        update.FinishReason = finishReason;
        return update;
    }

    private ChatResponseUpdate OfResponse(GenerationSummary summary, EffectiveDepth depth)
    {
        var update = New([new UsageContent(ResponseReport.Usage(summary, reader.KnowsThinking ? _thinkingTokens : null))]);
        update.AdditionalProperties = Properties(summary, depth);
        _tokens?.WriteAll(update.AdditionalProperties);
        logProbabilities?.WriteAll(update.AdditionalProperties);
        return update;
    }

    private AdditionalPropertiesDictionary Properties(GenerationSummary summary, EffectiveDepth depth)
    {
        var properties = ResponseReport.Properties(summary, depth);
        if (SchemaNote is not null)
        {
            properties[AdaptiveReportKeys.SchemaNote] = SchemaNote;
        }

        return properties;
    }

    private ChatResponseUpdate New(List<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _responseId,
        ModelId = modelId,
        CreatedAt = createdAt,
    };

    private ChatFinishReason FinishReasonOf(FinishCause cause) => cause switch
    {
        FinishCause.MaxOutputTokens or FinishCause.ContextFull => ChatFinishReason.Length,
        _ when reader.HasCalled => ChatFinishReason.ToolCalls,
        _ => ChatFinishReason.Stop,
    };
}
