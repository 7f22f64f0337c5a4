using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Tells a model of functions: as objects for its template, or as text where the template knows no tools.</summary>
internal static class ToolDescriptions
{
    /// <summary>Function objects in OpenAI's shape, which chat templates read as <c>tools</c>.</summary>
    public static JsonArray ForTemplate(ImmutableArray<AIFunctionDeclaration> functions)
        => [.. functions.Select(function => (JsonNode)new JsonObject { ["type"] = "function", ["function"] = Describe(function) })];

    /// <summary>A paragraph for the system message.</summary>
    public static string AsText(ImmutableArray<AIFunctionDeclaration> functions)
        => "You can call functions. To call one, write <tool_call>{\"name\": its name, \"arguments\": {…}}</tool_call>. Its result comes in <tool_response>.\nFunctions:\n"
            + string.Join('\n', functions.Select(function => ToolValues.Write(Describe(function))));

    private static JsonObject Describe(AIFunctionDeclaration function) => new()
    {
        ["name"] = function.Name,
        ["description"] = function.Description,
        ["parameters"] = Parameters(function),
    };

    // The root's own title and description only repeat the function's.
    private static JsonObject Parameters(AIFunctionDeclaration function)
    {
        var schema = function.JsonSchema.ValueKind == JsonValueKind.Object ? JsonObject.Create(function.JsonSchema)!.DeepClone().AsObject() : [];
        foreach (string repeated in (string[])["title", "description", "$schema"])
        {
            schema.Remove(repeated);
        }

        schema.TryAdd("type", "object");
        schema.TryAdd("properties", new JsonObject());
        return schema;
    }
}
