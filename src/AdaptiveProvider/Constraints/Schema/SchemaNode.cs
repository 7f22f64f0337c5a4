using System.Text.Json;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>A subschema and where it stands.</summary>
/// <param name="Pointer">JSON pointer from the schema's root; empty for the root.</param>
/// <param name="Element">The subschema.</param>
internal sealed record SchemaNode(string Pointer, JsonElement Element)
{
    /// <summary>Whether it is an object with keywords, not true or false.</summary>
    public bool HasKeywords => Element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it allows nothing.</summary>
    public bool IsFalse => Element.ValueKind == JsonValueKind.False;

    /// <summary>A keyword's value; null when it is absent.</summary>
    public JsonElement? Find(string keyword) => HasKeywords && Element.TryGetProperty(keyword, out var value) ? value : null;

    /// <summary>The subschema under a keyword; null when it is absent.</summary>
    public SchemaNode? Child(string keyword) => Find(keyword) is { } value ? At(value, keyword) : null;

    /// <summary>The subschema of a name under a keyword; null when it is absent.</summary>
    public SchemaNode? Child(string keyword, string name)
        => Find(keyword) is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) ? At(value, keyword, name) : null;

    /// <summary>The subschemas in an array under a keyword.</summary>
    /// <exception cref="SchemaNotSupportedException">It is no array.</exception>
    public IReadOnlyList<SchemaNode> Children(string keyword) => Find(keyword) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select((value, index) => At(value, keyword, index.ToString(System.Globalization.CultureInfo.InvariantCulture)))],
        _ => throw Unsupported(keyword, "must be an array of schemas"),
    };

    /// <summary>What is wrong with a keyword.</summary>
    public SchemaNotSupportedException Unsupported(string keyword, string reason) => new(Pointer, keyword, reason);

    /// <summary>A part of it by the steps that lead there.</summary>
    public SchemaNode At(JsonElement element, params ReadOnlySpan<string> steps)
    {
        string pointer = Pointer;
        foreach (string step in steps)
        {
            pointer += "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        }

        return new SchemaNode(pointer, element);
    }
}
