using System.Collections.Immutable;
using System.Text.Json;
using AdaptiveProvider.Chat.Tools;
using AdaptiveProvider.Constraints;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat.Replies;

/// <summary>The form that a reply must have because a call is required or a format is wanted.</summary>
internal static class ReplyShapes
{
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type":"object"}""").RootElement;

    /// <summary>A reply that is one call of a required function.</summary>
    public static ReplyShape OfCall(ToolPlan tools, ToolCallFormat format)
    {
        bool isStrict = tools.Required.All(function => new AdditionalOptions(new AdditionalPropertiesDictionary(function.AdditionalProperties)).Flag("strict") == true);
        return tools.Required is [var only]
            ? new ReplyShape(format.ForcedOpening + format.ForcedName(only.Name), [new ConstrainedText("", Parameters(only), format.ForcedEnd)], isStrict)
            : new ReplyShape(format.ForcedOpening, Calls(tools.Required, format, ""), isStrict);
    }

    /// <summary>A reply that is JSON by a schema, or, where functions are offered, a call.</summary>
    public static ReplyShape OfJson(ChatResponseFormatJson json, ToolPlan? tools, ToolCallFormat format, bool isStrict)
        => new("", [new ConstrainedText("", json.Schema ?? AnyObject, ""), .. tools is null ? [] : Calls(tools.Functions, format, format.ForcedOpening)], isStrict);

    /// <summary>What the model is told of a format, in the system message.</summary>
    public static string AsText(ChatResponseFormatJson json)
    {
        if (json.Schema is not { } schema)
        {
            return "Reply with one JSON object and nothing else.";
        }

        string purpose = json.SchemaDescription is { Length: > 0 } description ? $" It is: {description}" : "";
        return $"Reply with JSON and nothing else, valid by this JSON schema.{purpose}\n{schema.GetRawText()}";
    }

    private static ImmutableArray<ConstrainedText> Calls(ImmutableArray<AIFunctionDeclaration> functions, ToolCallFormat format, string opening)
        => [.. functions.Select(function => new ConstrainedText(opening + format.ForcedName(function.Name), Parameters(function), format.ForcedEnd))];

    private static JsonElement Parameters(AIFunctionDeclaration function) => function.JsonSchema.ValueKind == JsonValueKind.Object ? function.JsonSchema : AnyObject;
}
