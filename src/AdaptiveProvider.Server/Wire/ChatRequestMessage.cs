using System.Text.Json;

namespace AdaptiveProvider.Server.Wire;

/// <summary>A message of the conversation so far.</summary>
internal sealed class ChatRequestMessage
{
    public string? Role { get; init; }

    /// <summary>A text, a list of parts, or null.</summary>
    public JsonElement? Content { get; init; }

    public string? Name { get; init; }

    public string? ReasoningContent { get; init; }

    public string? Refusal { get; init; }

    public List<ToolCall?>? ToolCalls { get; init; }

    public string? ToolCallId { get; init; }
}
