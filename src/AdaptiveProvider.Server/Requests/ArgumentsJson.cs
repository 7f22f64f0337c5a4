using System.Text;
using System.Text.Json;
using AdaptiveProvider.Server.Limits;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Requests;

/// <summary>A function call's arguments, which travel as a text that holds JSON.</summary>
internal static class ArgumentsJson
{
    private static readonly JsonSerializerOptions OneLine = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static IDictionary<string, object?> Parse(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json.Length == 0 ? "{}" : json);
        UnicodeCheck.ThrowIfBroken(bytes);
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value.Clone())
            : throw new JsonException("Arguments must be a JSON object.");
    }

    public static string Write(IDictionary<string, object?>? arguments)
        => JsonSerializer.Serialize(arguments ?? new Dictionary<string, object?>(), OneLine.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
