using System.Text.Json;

namespace AdaptiveProvider.Server.Wire;

/// <summary>The body of <c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatCompletionRequest : GenerationFields
{
    public List<ChatRequestMessage?>? Messages { get; init; }

    public int? MaxCompletionTokens { get; init; }

    public bool? Logprobs { get; init; }

    public int? TopLogprobs { get; init; }

    public List<ToolDefinition?>? Tools { get; init; }

    /// <summary>A word, or an object that names a function.</summary>
    public JsonElement? ToolChoice { get; init; }

    public bool? ParallelToolCalls { get; init; }

    public ResponseFormatField? ResponseFormat { get; init; }

    public string? ReasoningEffort { get; init; }

    public List<string>? Modalities { get; init; }

    /// <summary>Superseded by <see cref="Tools"/>.</summary>
    public JsonElement? Functions { get; init; }
}
