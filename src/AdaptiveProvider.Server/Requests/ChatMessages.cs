using System.Text.Json;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Reads a body's conversation.</summary>
internal static class ChatMessages
{
    /// <exception cref="ApiException">A message has the wrong form or holds what the model cannot read.</exception>
    public static List<ChatMessage> From(IReadOnlyList<ChatRequestMessage?>? messages)
    {
        if (messages is null || messages.Count == 0)
        {
            throw ApiException.Invalid("messages", "messages must hold at least one message.");
        }

        return [.. messages.Select((message, i) => From(message ?? throw ApiException.Invalid($"messages[{i}]", $"messages[{i}] is null."), $"messages[{i}]"))];
    }

    private static ChatMessage From(ChatRequestMessage message, string place)
    {
        var contents = new List<AIContent>();
        if (!string.IsNullOrEmpty(message.ReasoningContent))
        {
            contents.Add(new TextReasoningContent(message.ReasoningContent));
        }

        string text = TextOf(message.Content, $"{place}.content") + message.Refusal;
        switch (message.Role)
        {
            case "tool":
                string callId = message.ToolCallId ?? throw ApiException.Invalid($"{place}.tool_call_id", $"{place} answers a tool call and must say which: tool_call_id.");
                return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(callId, text)]);
            case "assistant":
                contents.AddRange(text.Length > 0 ? [new TextContent(text)] : []);
                contents.AddRange(CallsOf(message, place));
                return New(ChatRole.Assistant);
            case "user":
                contents.Add(new TextContent(text));
                return New(ChatRole.User);
            case "system" or "developer":
                contents.Add(new TextContent(text));
                return New(ChatRole.System);
            default:
                throw ApiException.Invalid($"{place}.role", $"{place}.role must be system, developer, user, assistant or tool; it is '{message.Role}'.");
        }

        ChatMessage New(ChatRole role) => new(role, contents) { AuthorName = message.Name };
    }

    private static string TextOf(JsonElement? content, string place) => content?.ValueKind switch
    {
        null or JsonValueKind.Null => "",
        JsonValueKind.String => content.Value.GetString()!,
        JsonValueKind.Array => string.Concat(content.Value.EnumerateArray().Select((part, i) => PartOf(part, $"{place}[{i}]"))),
        _ => throw ApiException.Invalid(place, $"{place} must be a text or a list of parts."),
    };

    private static string PartOf(JsonElement part, string place)
    {
        if (part.ValueKind != JsonValueKind.Object || !part.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            throw ApiException.Invalid(place, $"{place} must be an object with a type.");
        }

        string kind = type.GetString()!;
        string field = kind == "refusal" ? "refusal" : "text";
        if (kind is not ("text" or "refusal"))
        {
            throw ApiException.Invalid($"{place}.type", $"{place} is of type '{kind}'; this model reads only text.", "unsupported_content");
        }

        return part.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw ApiException.Invalid($"{place}.{field}", $"{place}.{field} must be a text.");
    }

    private static IEnumerable<FunctionCallContent> CallsOf(ChatRequestMessage message, string place)
    {
        for (int i = 0; i < (message.ToolCalls?.Count ?? 0); i++)
        {
            if (message.ToolCalls![i] is not { Id: { } id, Function: { Name: { } name } function })
            {
                throw ApiException.Invalid($"{place}.tool_calls[{i}]", $"{place}.tool_calls[{i}] must have an id and a function with a name.");
            }

            yield return ArgumentsJson.Read(id, name, function.Arguments ?? "{}");
        }
    }
}
