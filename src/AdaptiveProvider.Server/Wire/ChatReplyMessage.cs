using System.Text.Json.Serialization;

namespace AdaptiveProvider.Server.Wire;

/// <summary>What the model said and whom it called.</summary>
internal sealed record ChatReplyMessage
{
    public string Role { get; } = "assistant";

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Content { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Refusal { get; init; }

    public string? ReasoningContent { get; init; }

    public IReadOnlyList<ToolCall>? ToolCalls { get; init; }

    public TokenDepths? Adaptive { get; init; }
}
