using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat.Tools;

/// <summary>Turns the text of calls into contents; what is malformed becomes a content too, with the exception and the raw text.</summary>
internal sealed partial class ToolCallParser(ToolCallFormat format)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The calls in one JSON value: an object is one call, an array several.</summary>
    public IEnumerable<FunctionCallContent> Parse(string json)
    {
        using var document = TryParse(json, out var failure);
        if (document is null)
        {
            return [Malformed(json, failure!)];
        }

        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(item => ToCall(item, item.GetRawText()))]
            : [ToCall(document.RootElement, json)];
    }

    /// <summary>A call whose name stands outside its arguments.</summary>
    public FunctionCallContent Parse(string name, string arguments) => Create(name, arguments, arguments);

    /// <summary>A call that cannot be read.</summary>
    public FunctionCallContent Malformed(string raw, Exception failure)
        => Mark(new FunctionCallContent(CallIds.New(format), NamePattern().Match(raw) is { Success: true } match ? match.Groups[1].Value : "") { Exception = failure }, raw);

    /// <summary>The call that a JSON object is when it names one of some functions; null when it is something else.</summary>
    public FunctionCallContent? ParseBare(string json, IReadOnlySet<string> functions)
    {
        using var document = TryParse(json, out _);
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root && NameOf(root) is { } name && functions.Contains(name) ? ToCall(root, json) : null;
    }

    private FunctionCallContent ToCall(JsonElement call, string raw)
    {
        if (call.ValueKind != JsonValueKind.Object || NameOf(call) is not { } name)
        {
            return Malformed(raw, new JsonException("A call must be an object with a name."));
        }

        // Models mix the two keys up, whatever their template says.
        bool hasArguments = call.TryGetProperty("arguments", out var arguments) || call.TryGetProperty("parameters", out arguments);
        return Create(name, hasArguments ? arguments.ValueKind == JsonValueKind.String ? arguments.GetString()! : arguments.GetRawText() : "{}", raw);
    }

    private FunctionCallContent Create(string name, string arguments, string raw)
    {
        var call = FunctionCallContent.CreateFromParsedArguments(arguments, CallIds.New(format), name, ParseArguments);
        return call.Exception is null ? call : Mark(call, raw);
    }

    private static FunctionCallContent Mark(FunctionCallContent call, string raw)
    {
        call.RawRepresentation = raw;
        (call.AdditionalProperties ??= [])[AdaptiveReportKeys.RawCall] = raw;
        return call;
    }

    private static Dictionary<string, object?> ParseArguments(string json)
    {
        using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json, Lenient);
        var arguments = new Dictionary<string, object?>();
        switch (document.RootElement.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.Object:
                foreach (var member in document.RootElement.EnumerateObject())
                {
                    arguments[member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value.Clone();
                }

                break;
            default:
                throw new JsonException("The arguments of a call must be an object.");
        }

        return arguments;
    }

    private static string? NameOf(JsonElement call)
        => call.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;

    private static JsonDocument? TryParse(string json, out JsonException? failure)
    {
        try
        {
            failure = null;
            return JsonDocument.Parse(json, Lenient);
        }
        catch (JsonException malformed)
        {
            failure = malformed;
            return null;
        }
    }

    [GeneratedRegex("\"name\"\\s*:\\s*\"([^\"\\\\]+)\"")]
    private static partial Regex NamePattern();
}
