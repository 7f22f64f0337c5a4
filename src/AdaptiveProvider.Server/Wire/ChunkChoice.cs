using System.Text.Json.Serialization;

namespace AdaptiveProvider.Server.Wire;

/// <summary>The next piece of one reply.</summary>
internal sealed record ChunkChoice(int Index, ChunkDelta Delta)
{
    public ChatLogprobs? Logprobs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}
