using System.Text.Json;

namespace AdaptiveProvider.Server.Wire;

/// <summary>The body of <c>POST /v1/completions</c>.</summary>
internal sealed class TextCompletionRequest : GenerationFields
{
    /// <summary>A text, token ids, or a list of either.</summary>
    public JsonElement? Prompt { get; init; }

    public bool? Echo { get; init; }

    public int? Logprobs { get; init; }

    public int? BestOf { get; init; }

    public string? Suffix { get; init; }
}
