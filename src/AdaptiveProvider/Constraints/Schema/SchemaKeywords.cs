using System.Collections.Frozen;
using System.Text.Json;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Which keywords replies are held to, and which say nothing about a reply.</summary>
internal static class SchemaKeywords
{
    private static readonly FrozenSet<string> Held =
    [
        "type", "enum", "const", "nullable", "$ref", "allOf", "anyOf", "oneOf",
        "properties", "required", "additionalProperties", "minProperties", "maxProperties",
        "items", "prefixItems", "additionalItems", "minItems", "maxItems",
        "minLength", "maxLength", "pattern", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    ];

    private static readonly FrozenSet<string> SayNothing =
    [
        "$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "$vocabulary", "title", "description", "default", "example", "examples",
        "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "contentSchema", "externalDocs", "xml",
    ];

    /// <summary>Refuses what replies cannot be held to.</summary>
    /// <exception cref="SchemaNotSupportedException">A keyword is unknown or not supported, or it is no schema.</exception>
    public static void ThrowIfUnsupported(SchemaNode node, SchemaStrictness strictness)
    {
        if (!node.HasKeywords)
        {
            throw node.Unsupported("schema", $"must be an object, true or false, and is {JsonText.Of(node.Element)}");
        }

        foreach (var keyword in node.Element.EnumerateObject())
        {
            bool isHarmless = Held.Contains(keyword.Name) || SayNothing.Contains(keyword.Name) || keyword.Name.StartsWith("x-", StringComparison.Ordinal)
                || keyword is { Name: "uniqueItems", Value.ValueKind: JsonValueKind.False };
            if (!isHarmless && strictness == SchemaStrictness.Strict)
            {
                throw node.Unsupported(keyword.Name, "is not supported; leave it out, or compile the schema leniently");
            }
        }
    }
}
