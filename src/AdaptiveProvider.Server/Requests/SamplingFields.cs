using System.Text.Json;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Carries the fields that chat and text completions share over into options. The client checks their ranges.</summary>
internal static class SamplingFields
{
    private const int StopSequencesMax = 16;

    /// <exception cref="ApiException">A field has the wrong form.</exception>
    public static ChatOptions ToOptions(GenerationFields fields, int? maxOutputTokens)
    {
        var options = new ChatOptions
        {
            Temperature = fields.Temperature,
            TopP = fields.TopP,
            TopK = fields.TopK,
            PresencePenalty = fields.PresencePenalty,
            FrequencyPenalty = fields.FrequencyPenalty,
            Seed = fields.Seed,
            MaxOutputTokens = maxOutputTokens,
            StopSequences = ToStopSequences(fields.Stop),
            AdditionalProperties = [],
        };
        if (fields.MinP is { } minP)
        {
            options.AdditionalProperties[AdaptiveOptionKeys.MinP] = minP;
        }

        if (fields.RepetitionPenalty is { } penalty)
        {
            options.AdditionalProperties[AdaptiveOptionKeys.RepetitionPenalty] = penalty;
        }

        return options;
    }

    /// <summary>The options of one of several replies to the same prompt: a seed of its own, so that the replies differ, and differ in the same way each time.</summary>
    public static ChatOptions ForReply(ChatOptions options, int reply)
    {
        var own = options.Clone();
        own.Seed = unchecked(options.Seed + reply);
        return own;
    }

    private static List<string>? ToStopSequences(JsonElement? stop)
    {
        switch (stop?.ValueKind)
        {
            case null or JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return [stop.Value.GetString()!];
            case JsonValueKind.Array when stop.Value.GetArrayLength() <= StopSequencesMax && stop.Value.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String):
                return [.. stop.Value.EnumerateArray().Select(text => text.GetString()!)];
            default:
                throw ApiException.Invalid("stop", $"stop must be a text or up to {StopSequencesMax} texts.");
        }
    }
}
