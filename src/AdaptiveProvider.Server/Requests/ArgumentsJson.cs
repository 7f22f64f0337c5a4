using System.Text;
using System.Text.Json;
using AdaptiveProvider.Server.Limits;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>A function call's arguments, which travel as a text that holds JSON.</summary>
internal static class ArgumentsJson
{
    private static readonly JsonSerializerOptions OneLine = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>A call in a conversation. What a model once wrote stays there, even where it is no JSON.</summary>
    public static FunctionCallContent Read(string id, string name, string arguments)
    {
        var call = FunctionCallContent.CreateFromParsedArguments(arguments, id, name, Parse);
        if (call.Exception is not null)
        {
            (call.AdditionalProperties ??= [])[AdaptiveReportKeys.RawCall] = arguments;
        }

        return call;
    }

    private static Dictionary<string, object?> Parse(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json.Length == 0 ? "{}" : json);
        UnicodeCheck.ThrowIfBroken(bytes);
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value.Clone())
            : throw new JsonException("Arguments must be a JSON object.");
    }

    /// <summary>A call's arguments; of a call that could not be read, what the model wrote, so that the caller sees what is wrong with it.</summary>
    public static string Write(FunctionCallContent call)
        => call is { Exception: not null, AdditionalProperties: { } properties } && properties.GetValueOrDefault(AdaptiveReportKeys.RawCall)?.ToString() is { } raw
            ? raw
            : JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), OneLine.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
