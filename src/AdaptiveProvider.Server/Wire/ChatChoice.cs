using System.Text.Json.Serialization;

namespace AdaptiveProvider.Server.Wire;

/// <summary>One reply of a whole answer.</summary>
internal sealed record ChatChoice(int Index, ChatReplyMessage Message, string FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ChatLogprobs? Logprobs { get; init; }
}
