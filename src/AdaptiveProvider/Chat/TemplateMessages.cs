using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Writes a conversation as the <c>messages</c> that Hugging Face chat templates read.</summary>
internal static class TemplateMessages
{
    /// <summary>The messages, the instructions first; joined with a system message that already stands there, since many templates take only one.</summary>
    /// <exception cref="ArgumentException">There is no message at all.</exception>
    /// <exception cref="NotSupportedException">A message holds something other than text and tool calls.</exception>
    public static JsonArray From(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var written = new JsonArray();
        foreach (var message in messages)
        {
            ArgumentNullException.ThrowIfNull(message, nameof(messages));
            Write(message, written);
        }

        if (!string.IsNullOrEmpty(instructions))
        {
            if (written.Count > 0 && written[0]!["role"]!.GetValue<string>() == "system")
            {
                written[0]!["content"] = $"{instructions}\n\n{written[0]!["content"]}";
            }
            else
            {
                written.Insert(0, new JsonObject { ["role"] = "system", ["content"] = instructions });
            }
        }

        return written.Count > 0 ? written : throw new ArgumentException("There is no message to reply to.", nameof(messages));
    }

    private static void Write(ChatMessage message, JsonArray written)
    {
        string text = "";
        string reasoning = "";
        JsonArray toolCalls = [];
        bool onlyResults = false;
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part:
                    text += part.Text;
                    break;
                case TextReasoningContent part:
                    reasoning += part.Text;
                    break;
                case FunctionCallContent call:
                    toolCalls.Add((JsonNode)ToolCall(call));
                    break;
                case FunctionResultContent result:
                    written.Add((JsonNode)new JsonObject { ["role"] = "tool", ["tool_call_id"] = result.CallId, ["content"] = ResultText(result) });
                    onlyResults = true;
                    break;
                case UsageContent:
                    break;
                default:
                    throw new NotSupportedException($"A {message.Role} message holds {content.GetType().Name}; this model reads only text.");
            }
        }

        if (onlyResults && text.Length == 0)
        {
            return;
        }

        var entry = new JsonObject { ["role"] = message.Role.Value, ["content"] = text };
        if (reasoning.Length > 0)
        {
            entry["reasoning_content"] = reasoning;
        }

        if (toolCalls.Count > 0)
        {
            entry["tool_calls"] = toolCalls;
        }

        written.Add((JsonNode)entry);
    }

    private static JsonObject ToolCall(FunctionCallContent call) => new()
    {
        ["id"] = call.CallId,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = ToJson(call.Arguments ?? new Dictionary<string, object?>(), typeof(IDictionary<string, object?>)) },
    };

    private static string ResultText(FunctionResultContent result) => result.Result switch
    {
        null => "",
        string text => text,
        var value => ToJson(value)?.ToJsonString() ?? "",
    };

    private static JsonNode? ToJson(object value, Type? type = null)
        => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(type ?? value.GetType()));
}
