using System.Text.Json.Nodes;
using AdaptiveProvider.Chat.Tools;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Writes a conversation as the <c>messages</c> that Hugging Face chat templates read.</summary>
internal sealed class TemplateMessages
{
    private readonly JsonArray _written = [];
    private readonly ToolCallFormat _format;

    private TemplateMessages(ToolCallFormat format) => _format = format;

    /// <summary>
    /// The messages, the instructions first and the appendix behind them; both joined with a system message that already stands there, since many templates
    /// take only one. Where the template takes none, it stands before the first user's message.
    /// </summary>
    /// <exception cref="ArgumentException">There is no message at all.</exception>
    /// <exception cref="NotSupportedException">A message holds something other than text and tool calls.</exception>
    public static JsonArray From(IEnumerable<ChatMessage> messages, string? instructions, string? appendix = null, ModelConventions? conventions = null)
    {
        var conversation = new TemplateMessages(conventions?.Tools ?? ToolCallFormat.Hermes);
        foreach (var message in messages)
        {
            ArgumentNullException.ThrowIfNull(message, nameof(messages));
            conversation.Write(message);
        }

        if (conversation._written.Count == 0 && string.IsNullOrEmpty(instructions))
        {
            throw new ArgumentException("There is no message to reply to.", nameof(messages));
        }

        conversation.WriteSystem(instructions, appendix);
        if (conventions?.TakesSystemMessages == false)
        {
            conversation.MoveSystemToUser();
        }

        return conversation._written;
    }

    private void WriteSystem(string? instructions, string? appendix)
    {
        bool hasSystem = _written.Count > 0 && _written[0]!["role"]!.GetValue<string>() == "system";
        string[] parts = [.. new[] { instructions, hasSystem ? _written[0]!["content"]!.GetValue<string>() : null, appendix }.OfType<string>().Where(part => part.Length > 0)];
        if (hasSystem)
        {
            _written[0]!["content"] = string.Join("\n\n", parts);
        }
        else if (parts.Length > 0)
        {
            _written.Insert(0, new JsonObject { ["role"] = "system", ["content"] = string.Join("\n\n", parts) });
        }
    }

    private void MoveSystemToUser()
    {
        if (_written.Count == 0 || _written[0]!["role"]!.GetValue<string>() != "system")
        {
            return;
        }

        string system = _written[0]!["content"]!.GetValue<string>();
        if (_written.FirstOrDefault(message => message!["role"]!.GetValue<string>() == "user") is { } user)
        {
            user["content"] = $"{system}\n\n{user["content"]}".Trim();
            _written.RemoveAt(0);
        }
        else
        {
            _written[0]!["role"] = "user";
        }
    }

    private void Write(ChatMessage message)
    {
        var parts = new MessageParts(message);
        foreach (var result in parts.Results)
        {
            WriteResult(result);
        }

        string text = parts.Text + string.Concat(parts.Calls.Select(AsText));
        JsonObject[] calls = [.. parts.Calls.Where(call => AsText(call).Length == 0).Select(ToolCall)];
        if (parts.Results.Count > 0 && text.Length == 0 && calls.Length == 0)
        {
            return;
        }

        foreach (var some in calls.Length > 1 && _format.WritesOneCallPerMessage ? calls.Chunk(1) : [calls])
        {
            _written.Add((JsonNode)Entry(message.Role, text, parts.Reasoning, some));
            text = "";
        }
    }

    private static JsonObject Entry(ChatRole role, string text, string reasoning, JsonObject[] calls)
    {
        var entry = new JsonObject { ["role"] = role.Value, ["content"] = text };
        if (reasoning.Length > 0)
        {
            entry["reasoning_content"] = reasoning;
        }

        if (calls.Length > 0)
        {
            entry["tool_calls"] = new JsonArray([.. calls]);
        }

        return entry;
    }

    private void WriteResult(FunctionResultContent result)
    {
        string text = ToolValues.TextOf(result);
        if (!_format.IsPlain)
        {
            var entry = new JsonObject { ["role"] = "tool", ["tool_call_id"] = CallIds.InTemplate(result.CallId, _format), ["content"] = text };
            _written.Insert(PlaceOf(entry), entry);
            return;
        }

        string response = $"<tool_response>{text}</tool_response>";
        if (_written.Count > 0 && _written[^1]!["role"]!.GetValue<string>() == "user" && _written[^1]!["content"]!.GetValue<string>().StartsWith("<tool_response>", StringComparison.Ordinal))
        {
            _written[^1]!["content"] = $"{_written[^1]!["content"]}\n{response}";
        }
        else
        {
            _written.Add((JsonNode)new JsonObject { ["role"] = "user", ["content"] = response });
        }
    }

    // A template that takes one call in a message wants its result right behind it.
    private int PlaceOf(JsonObject result)
    {
        if (_format.WritesOneCallPerMessage)
        {
            for (int index = _written.Count - 1; index >= 0; index--)
            {
                if (_written[index]!["tool_calls"]?[0]?["id"]?.GetValue<string>() == result["tool_call_id"]!.GetValue<string>())
                {
                    return index + 1;
                }
            }
        }

        return _written.Count;
    }

    /// <summary>A call as text: one that could not be read as the model wrote it, and every one where the template writes none. Empty for the others.</summary>
    private string AsText(FunctionCallContent call)
    {
        string? raw = call.AdditionalProperties?.GetValueOrDefault(AdaptiveReportKeys.RawCall)?.ToString();
        if (raw is null && !_format.IsPlain)
        {
            return "";
        }

        return $"{_format.Openings[0]}{raw ?? ToolValues.Write(new JsonObject { ["name"] = call.Name, ["arguments"] = ToolValues.Arguments(call) })}{_format.Closing}";
    }

    private JsonObject ToolCall(FunctionCallContent call) => new()
    {
        ["id"] = CallIds.InTemplate(call.CallId, _format),
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = ToolValues.Arguments(call) },
    };
}
