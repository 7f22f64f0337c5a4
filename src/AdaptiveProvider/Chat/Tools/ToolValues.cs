using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Arguments and results of functions as JSON and as text.</summary>
internal static class ToolValues
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A call's arguments, an object.</summary>
    public static JsonNode? Arguments(FunctionCallContent call) => ToJson(call.Arguments ?? new Dictionary<string, object?>(), typeof(IDictionary<string, object?>));

    /// <summary>What the model reads of a result: text as it is, anything else as JSON, a failure as an error.</summary>
    /// <exception cref="NotSupportedException">The result holds something other than text.</exception>
    public static string TextOf(FunctionResultContent result) => result.Result switch
    {
        null => result.Exception is { } failure ? $"Error: {failure.Message}" : "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        AIContent content => TextOf(content),
        IEnumerable<AIContent> contents => string.Concat(contents.Select(TextOf)),
        var value => ToJson(value, value.GetType()) is { } json ? Write(json) : "",
    };

    /// <summary>JSON as models were shown it: nothing escaped but what must be.</summary>
    public static string Write(JsonNode json) => json.ToJsonString(Plain);

    private static string TextOf(AIContent content) => content is TextContent text
        ? text.Text
        : throw new NotSupportedException($"A function's result holds {content.GetType().Name}; this model reads only text.");

    private static JsonNode? ToJson(object value, Type type) => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(type));
}
