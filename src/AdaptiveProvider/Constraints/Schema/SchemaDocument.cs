using System.Globalization;
using System.Text.Json;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>A whole schema, within which references lead.</summary>
internal sealed class SchemaDocument
{
    private readonly Dictionary<string, SchemaNode> _anchors = new(StringComparer.Ordinal);
    private readonly string? _id;

    /// <summary>Takes a schema.</summary>
    public SchemaDocument(JsonElement schema)
    {
        Root = new SchemaNode("", schema);
        _id = Root.Find("$id") is { ValueKind: JsonValueKind.String } id ? id.GetString()!.TrimEnd('#') : null;
        if (schema.GetRawText().Contains("\"$anchor\"", StringComparison.Ordinal))
        {
            CollectAnchors(Root);
        }
    }

    /// <summary>All of it.</summary>
    public SchemaNode Root { get; }

    /// <summary>What a reference leads to.</summary>
    /// <exception cref="SchemaNotSupportedException">It leads out of the document, or nowhere.</exception>
    public SchemaNode Resolve(SchemaNode from)
    {
        var value = from.Find("$ref")!.Value;
        string reference = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw from.Unsupported("$ref", "must be a text");
        if (!string.IsNullOrEmpty(_id) && reference.StartsWith(_id, StringComparison.Ordinal))
        {
            reference = reference[_id.Length..];
        }

        if (reference is "" or "#")
        {
            return Root;
        }

        if (reference[0] != '#')
        {
            throw from.Unsupported("$ref", $"leads out of the schema, to {reference}; put the definition under $defs");
        }

        string fragment = Uri.UnescapeDataString(reference[1..]);
        return (fragment[0] == '/' ? Walk(fragment) : _anchors.GetValueOrDefault(fragment)) ?? throw from.Unsupported("$ref", $"leads to {reference}, which is not there");
    }

    private SchemaNode? Walk(string pointer)
    {
        var node = Root;
        foreach (string escaped in pointer[1..].Split('/'))
        {
            string step = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            JsonElement? next = node.Element.ValueKind switch
            {
                JsonValueKind.Object when node.Element.TryGetProperty(step, out var member) => member,
                JsonValueKind.Array when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < node.Element.GetArrayLength() => node.Element[index],
                _ => null,
            };

            if (next is null)
            {
                return null;
            }

            node = node.At(next.Value, step);
        }

        return node;
    }

    private void CollectAnchors(SchemaNode node)
    {
        switch (node.Element.ValueKind)
        {
            case JsonValueKind.Object:
                if (node.Find("$anchor") is { ValueKind: JsonValueKind.String } anchor)
                {
                    _anchors.TryAdd(anchor.GetString()!, node);
                }

                foreach (var member in node.Element.EnumerateObject())
                {
                    CollectAnchors(node.At(member.Value, member.Name));
                }

                break;
            case JsonValueKind.Array:
                int index = 0;
                foreach (var item in node.Element.EnumerateArray())
                {
                    CollectAnchors(node.At(item, (index++).ToString(CultureInfo.InvariantCulture)));
                }

                break;
        }
    }
}
