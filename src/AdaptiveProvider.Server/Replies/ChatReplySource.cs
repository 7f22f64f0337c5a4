using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>A reply of a chat client.</summary>
internal sealed class ChatReplySource(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions options) : IReplySource
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ReplyPart> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var usage = new UsageDetails();
        var calls = new List<FunctionCallContent>();
        ChatFinishReason? finish = null;
        AdditionalPropertiesDictionary? report = null;
        await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            finish = update.FinishReason ?? finish;
            report = update.AdditionalProperties ?? report;
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextContent { Text.Length: > 0 } text:
                        yield return new ReplyPart { Text = text.Text, Tokens = TokenDetails.Of(text.AdditionalProperties) };
                        break;
                    case TextReasoningContent { Text.Length: > 0 } reasoning:
                        yield return new ReplyPart { Reasoning = reasoning.Text, Tokens = TokenDetails.Of(reasoning.AdditionalProperties) };
                        break;
                    case FunctionCallContent { InformationalOnly: false } call:
                        calls.Add(call);
                        break;
                    case FunctionResultContent result:
                        // A middleware has run the function here: the caller must not run it again.
                        calls.RemoveAll(call => call.CallId == result.CallId);
                        break;
                    case UsageContent counts:
                        usage.Add(counts.Details);
                        break;
                }
            }
        }

        foreach (var call in calls)
        {
            yield return new ReplyPart { Call = call };
        }

        yield return new ReplyPart { End = new ReplyEnd(WordFor(finish, calls.Count > 0), usage, report) };
    }

    private static string WordFor(ChatFinishReason? reason, bool hasCalls)
        => reason == ChatFinishReason.Length ? "length"
            : reason == ChatFinishReason.ContentFilter ? "content_filter"
            : hasCalls ? "tool_calls"
            : "stop";
}
