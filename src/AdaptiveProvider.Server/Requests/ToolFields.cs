using System.Text.Json;
using System.Text.RegularExpressions;
using AdaptiveProvider.Server.Errors;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Carries tools and the choice among them over into options.</summary>
internal static partial class ToolFields
{
    private const int ToolsMax = 128;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    /// <exception cref="ApiException">A tool has the wrong form, or the choice names none.</exception>
    public static void Apply(ChatCompletionRequest request, ChatOptions options)
    {
        if (request.Functions is { ValueKind: not JsonValueKind.Null })
        {
            throw ApiException.Unsupported("functions", "functions is superseded: use tools.");
        }

        if (request.Tools is not { Count: > 0 } tools)
        {
            ThrowIfChosen(request.ToolChoice);
            return;
        }

        if (tools.Count > ToolsMax)
        {
            throw ApiException.Invalid("tools", $"tools holds {tools.Count} tools; at most {ToolsMax} are taken.");
        }

        options.Tools = [.. tools.Select(ToFunction)];
        options.ToolMode = ToMode(request.ToolChoice, options.Tools);
        options.AllowMultipleToolCalls = request.ParallelToolCalls;
    }

    private static AITool ToFunction(ToolDefinition? tool, int index)
    {
        string place = $"tools[{index}]";
        if (tool?.Type != "function")
        {
            throw ApiException.Invalid($"{place}.type", $"{place}.type must be 'function'; it is '{tool?.Type}'.");
        }

        if (tool.Function?.Name is not { } name || !FunctionName().IsMatch(name))
        {
            throw ApiException.Invalid($"{place}.function.name", $"{place}.function.name must be 1 to 64 letters, digits, underscores and dashes.");
        }

        var schema = tool.Function.Parameters is { ValueKind: not JsonValueKind.Null } given ? given : NoParameters;
        return schema.ValueKind == JsonValueKind.Object
            ? new DeclaredFunction(name, tool.Function.Description ?? "", schema, tool.Function.Strict)
            : throw ApiException.Invalid($"{place}.function.parameters", $"{place}.function.parameters must be a JSON schema.");
    }

    private static ChatToolMode? ToMode(JsonElement? choice, IList<AITool> tools)
    {
        switch (choice?.ValueKind)
        {
            case null or JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return choice.Value.GetString() switch
                {
                    "auto" => ChatToolMode.Auto,
                    "none" => ChatToolMode.None,
                    "required" => ChatToolMode.RequireAny,
                    var other => throw Wrong($"it is '{other}'"),
                };
            case JsonValueKind.Object when NameIn(choice.Value) is { } name:
                return tools.Any(tool => tool.Name == name) ? ChatToolMode.RequireSpecific(name) : throw Wrong($"no tool is named '{name}'");
            default:
                throw Wrong("it is something else");
        }
    }

    private static string? NameIn(JsonElement choice)
        => choice.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()
            : null;

    private static void ThrowIfChosen(JsonElement? choice)
    {
        if (choice is { ValueKind: not JsonValueKind.Null } && (choice.Value.ValueKind != JsonValueKind.String || choice.Value.GetString() is not ("none" or "auto")))
        {
            throw ApiException.Invalid("tool_choice", "tool_choice asks for a tool, but tools holds none.");
        }
    }

    private static ApiException Wrong(string what)
        => ApiException.Invalid("tool_choice", $"tool_choice must be auto, none, required, or an object of type function with a tool's name; {what}.");

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex FunctionName();
}
