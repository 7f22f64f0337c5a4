using System.Text.Json.Serialization;

namespace AdaptiveProvider.Server.Wire;

/// <summary>One completion, or the next piece of it.</summary>
internal sealed record TextChoice(int Index, string Text)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TextLogprobs? Logprobs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }

    public TokenDepths? Adaptive { get; init; }
}
