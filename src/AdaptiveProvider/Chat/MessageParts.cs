using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>A message's contents by kind.</summary>
internal sealed class MessageParts
{
    /// <summary>Sorts a message's contents.</summary>
    /// <exception cref="NotSupportedException">One is something that the model cannot read.</exception>
    public MessageParts(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    Text += part.Text;
                    break;
                case TextReasoningContent part:
                    Reasoning += part.Text;
                    break;
                case FunctionCallContent call:
                    Calls.Add(call);
                    break;
                case FunctionResultContent result:
                    Results.Add(result);
                    break;
                case UsageContent:
                    break;
                default:
                    throw new NotSupportedException($"A {message.Role} message holds {content.GetType().Name}; this model reads only text.");
            }
        }
    }

    public string Text { get; } = "";

    public string Reasoning { get; } = "";

    public List<FunctionCallContent> Calls { get; } = [];

    public List<FunctionResultContent> Results { get; } = [];
}
