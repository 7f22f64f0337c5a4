using System.Text.Json;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Carries a body's depth fields over into options, and a suffix where the fields do not say how deep to go.</summary>
internal static class DepthFields
{
    private const double FastBudget = 0.5;

    // Known to the options, but they do not choose a depth.
    private static readonly HashSet<string> Silent = new(StringComparer.OrdinalIgnoreCase)
    {
        AdaptiveOptionKeys.MinP, AdaptiveOptionKeys.RepetitionPenalty, AdaptiveOptionKeys.AllowFullDepth, AdaptiveOptionKeys.ReportTokenDepth, AdaptiveOptionKeys.TopLogProbabilities,
    };

    /// <summary>Adds the wishes to the options.</summary>
    /// <param name="fields">The request's body.</param>
    /// <param name="suffix">Of the model's name.</param>
    /// <param name="capabilities">Where tokens of the model may leave; null where that is unknown.</param>
    /// <param name="options">Receives the wishes as additional properties.</param>
    /// <exception cref="ApiException">A field is no number, word or flag.</exception>
    public static void Apply(GenerationFields fields, DepthSuffix suffix, ModelCapabilities? capabilities, ChatOptions options)
    {
        var properties = options.AdditionalProperties ??= [];
        foreach (var (key, value) in fields.Adaptive ?? [])
        {
            Add(properties, AdaptiveOptionKeys.Prefix + key, value);
        }

        foreach (var (key, value) in fields.Others ?? [])
        {
            if (key.StartsWith(AdaptiveOptionKeys.Prefix, StringComparison.OrdinalIgnoreCase))
            {
                Add(properties, key, value);
            }
        }

        if (suffix != DepthSuffix.None && properties.Keys.All(key => !key.StartsWith(AdaptiveOptionKeys.Prefix, StringComparison.OrdinalIgnoreCase) || Silent.Contains(key)))
        {
            ApplySuffix(suffix, capabilities, options);
        }
    }

    private static void ApplySuffix(DepthSuffix suffix, ModelCapabilities? capabilities, ChatOptions options)
    {
        if (suffix == DepthSuffix.Exact)
        {
            options.ExitPolicy = ExitPolicy.Full;
            return;
        }

        double first = capabilities is null ? 0 : (double)capabilities.ExitLayers[0] / capabilities.Layers;
        options.DepthBudget = Math.Max(FastBudget, first);

        // A name is a wish, not an order: a model without exits still replies.
        options.AdditionalProperties![AdaptiveOptionKeys.AllowFullDepth] = true;
    }

    private static void Add(AdditionalPropertiesDictionary properties, string key, JsonElement value)
    {
        object? primitive = value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw ApiException.Invalid(key, $"{key} must be a number, a word, true or false."),
        };
        if (primitive is not null)
        {
            properties[key] = primitive;
        }
    }
}
