using System.Text.Json;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Reads what a reply's form and effort must be.</summary>
internal static class FormatFields
{
    /// <exception cref="ApiException">The form is unknown or has no schema.</exception>
    public static ChatResponseFormat? ToFormat(ResponseFormatField? field) => field?.Type switch
    {
        null when field is null => null,
        "text" => ChatResponseFormat.Text,
        "json_object" => ChatResponseFormat.Json,
        "json_schema" => field.JsonSchema?.Schema is { ValueKind: JsonValueKind.Object } schema
            ? ChatResponseFormat.ForJsonSchema(schema, field.JsonSchema.Name, field.JsonSchema.Description)
            : throw ApiException.Invalid("response_format.json_schema.schema", "response_format.json_schema.schema must be a JSON schema."),
        var other => throw ApiException.Invalid("response_format.type", $"response_format.type must be text, json_object or json_schema; it is '{other}'."),
    };

    /// <exception cref="ApiException">The effort is unknown.</exception>
    public static ReasoningOptions? ToReasoning(string? effort) => effort is null ? null : new ReasoningOptions
    {
        Effort = effort switch
        {
            "none" => ReasoningEffort.None,
            "minimal" or "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" => ReasoningEffort.ExtraHigh,
            _ => throw ApiException.Invalid("reasoning_effort", $"reasoning_effort must be none, minimal, low, medium, high or xhigh; it is '{effort}'."),
        },
    };
}
