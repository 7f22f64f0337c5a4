using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Depths and log probabilities of tokens, each list as long as there are tokens, or null where it was not asked for.</summary>
internal sealed record TokenDetails(IReadOnlyList<int>? Depths, IReadOnlyList<double?>? Confidences, IReadOnlyList<TokenLogProbability>? LogProbabilities)
{
    /// <summary>What stands beside a text; null where nothing does. A cache may have made JSON of it.</summary>
    public static TokenDetails? Of(AdditionalPropertiesDictionary? properties)
    {
        if (properties is null)
        {
            return null;
        }

        var details = new TokenDetails(
            Read(properties, AdaptiveReportKeys.TokenDepths, WireJson.Context.Int32Array),
            Read(properties, AdaptiveReportKeys.TokenConfidences, WireJson.Context.NullableDoubleArray),
            Read(properties, AdaptiveReportKeys.TokenLogProbabilities, WireJson.Context.TokenLogProbabilityArray));
        return details is { Depths: null, LogProbabilities: null } ? null : details;
    }

    /// <summary>The details of several pieces in a row.</summary>
    public static TokenDetails Join(IReadOnlyList<TokenDetails> pieces)
        => new(Join(pieces, piece => piece.Depths), Join(pieces, piece => piece.Confidences), Join(pieces, piece => piece.LogProbabilities));

    private static T[]? Join<T>(IReadOnlyList<TokenDetails> pieces, Func<TokenDetails, IReadOnlyList<T>?> list)
        => pieces.All(piece => list(piece) is null) ? null : [.. pieces.SelectMany(piece => list(piece) ?? [])];

    private static T[]? Read<T>(AdditionalPropertiesDictionary properties, string key, JsonTypeInfo<T[]> shape) => properties.GetValueOrDefault(key) switch
    {
        T[] list => list,
        JsonElement { ValueKind: JsonValueKind.Array } json => json.Deserialize(shape),
        _ => null,
    };
}
