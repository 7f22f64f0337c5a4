using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdaptiveProvider.Server.Wire;

/// <summary>The fields that chat and text completions share. Fields that are not here are ignored, as they are by OpenAI's older models.</summary>
internal abstract class GenerationFields
{
    public string? Model { get; init; }

    public float? Temperature { get; init; }

    public float? TopP { get; init; }

    /// <summary>Not OpenAI's, but every local server's.</summary>
    public int? TopK { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.MinP"/>
    public double? MinP { get; init; }

    /// <inheritdoc cref="AdaptiveOptionKeys.RepetitionPenalty"/>
    public double? RepetitionPenalty { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    public long? Seed { get; init; }

    public int? N { get; init; }

    /// <summary>A text or several.</summary>
    public JsonElement? Stop { get; init; }

    public int? MaxTokens { get; init; }

    public bool? Stream { get; init; }

    public StreamOptions? StreamOptions { get; init; }

    /// <summary>Token ids and what is added to their logits.</summary>
    public Dictionary<string, float>? LogitBias { get; init; }

    /// <summary>Depth: the names of <see cref="AdaptiveOptionKeys"/> without their prefix.</summary>
    public Dictionary<string, JsonElement>? Adaptive { get; init; }

    /// <summary>All other fields; the flat <c>adaptive.</c> ones among them count.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}
