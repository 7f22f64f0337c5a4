using System.Text.Json;
using AdaptiveProvider.Constraints.Automata;
using AdaptiveProvider.Constraints.Patterns;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Merges the keywords of subschemas that must all hold.</summary>
internal sealed class ShapeReader(SchemaStrictness strictness, AutomatonBudget budget)
{
    /// <summary>Counts above this are as good as none: no reply is that long.</summary>
    private const int CountMax = 1_000_000_000;

    /// <summary>What they come to together.</summary>
    /// <exception cref="SchemaNotSupportedException">A keyword has a value that is no such value, or that is not supported.</exception>
    public Shape Read(IReadOnlyList<SchemaNode> members)
    {
        var shape = new Shape { Members = members };
        foreach (var member in members)
        {
            ReadTypes(member, shape);
            ReadValues(member, shape);
            ReadNumbers(member, shape);
            ReadTexts(member, shape);
            ReadArrays(member, shape);
            ReadObjects(member, shape);
        }

        return shape;
    }

    private static void ReadTypes(SchemaNode node, Shape shape)
    {
        if (node.Find("type") is not { } type)
        {
            return;
        }

        var types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Aggregate(JsonTypes.None, (all, one) => all | TypeOf(node, one)) : TypeOf(node, type);
        types |= node.Find("nullable") is { ValueKind: JsonValueKind.True } ? JsonTypes.Null : JsonTypes.None;
        shape.Types &= types;
        shape.NamesTypes = true;
    }

    private static JsonTypes TypeOf(SchemaNode node, JsonElement name) => name.ValueKind != JsonValueKind.String ? throw node.Unsupported("type", "must be a name or an array of names") : name.GetString() switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        var other => throw node.Unsupported("type", $"names \"{other}\", which is no type"),
    };

    private static void ReadValues(SchemaNode node, Shape shape)
    {
        if (node.Find("const") is { } only)
        {
            shape.OnlyValues([only]);
        }

        if (node.Find("enum") is { } values)
        {
            shape.OnlyValues(values.ValueKind == JsonValueKind.Array ? values.EnumerateArray() : throw node.Unsupported("enum", "must be an array"));
        }
    }

    private static void ReadNumbers(SchemaNode node, Shape shape)
    {
        // Before draft 6 the exclusive ones were true or false.
        if (Number(node, "minimum", shape) is { } least)
        {
            shape.AtLeast(new NumberBound(least, node.Find("exclusiveMinimum") is { ValueKind: JsonValueKind.True }));
        }

        if (Number(node, "maximum", shape) is { } most)
        {
            shape.AtMost(new NumberBound(most, node.Find("exclusiveMaximum") is { ValueKind: JsonValueKind.True }));
        }

        if (Number(node, "exclusiveMinimum", shape) is { } above)
        {
            shape.AtLeast(new NumberBound(above, IsExclusive: true));
        }

        if (Number(node, "exclusiveMaximum", shape) is { } below)
        {
            shape.AtMost(new NumberBound(below, IsExclusive: true));
        }

        if (Number(node, "multipleOf", shape) is { } multiple)
        {
            shape.Multiples.Add(multiple.IsNegative || multiple.IsZero ? throw node.Unsupported("multipleOf", "must be above 0") : multiple);
        }
    }

    private static DecimalText? Number(SchemaNode node, string keyword, Shape shape)
    {
        if (node.Find(keyword) is not { } value || value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return null;
        }

        shape.Implied |= JsonTypes.Number;
        return (value.ValueKind == JsonValueKind.Number ? DecimalText.Parse(value.GetRawText()) : null) ?? throw node.Unsupported(keyword, "must be a number of moderate size");
    }

    private void ReadTexts(SchemaNode node, Shape shape)
    {
        shape.LengthMin = Math.Max(shape.LengthMin, Count(node, "minLength", shape, JsonTypes.String) ?? 0);
        shape.LengthMax = Math.Min(shape.LengthMax, Count(node, "maxLength", shape, JsonTypes.String) ?? shape.LengthMax);
        if (node.Find("pattern") is { } pattern)
        {
            shape.Implied |= JsonTypes.String;
            AddPattern(node, pattern.ValueKind == JsonValueKind.String ? pattern.GetString()! : throw node.Unsupported("pattern", "must be a text"), shape);
        }

        if (node.Find("format") is { } format)
        {
            string name = format.ValueKind == JsonValueKind.String ? format.GetString()! : throw node.Unsupported("format", "must be a text");
            StringFormats.Apply(node, name, shape, strictness);
        }
    }

    private void AddPattern(SchemaNode node, string pattern, Shape shape)
    {
        budget.ThrowIfSpent(node);
        try
        {
            shape.Texts.Add(budget.Count(PatternAutomaton.Of(pattern)));
        }
        catch (Exception cause) when (cause is PatternException or AutomatonTooLargeException)
        {
            budget.CountFailure();
            if (strictness == SchemaStrictness.Strict)
            {
                throw node.Unsupported("pattern", cause.Message);
            }
        }
    }

    private static void ReadArrays(SchemaNode node, Shape shape)
    {
        shape.ItemsMin = Math.Max(shape.ItemsMin, Count(node, "minItems", shape, JsonTypes.Array) ?? 0);
        shape.ItemsMax = Math.Min(shape.ItemsMax, Count(node, "maxItems", shape, JsonTypes.Array) ?? shape.ItemsMax);
        shape.Implied |= node.Find("items") is not null || node.Find("prefixItems") is not null ? JsonTypes.Array : JsonTypes.None;
    }

    private static void ReadObjects(SchemaNode node, Shape shape)
    {
        shape.PropertiesMin = Math.Max(shape.PropertiesMin, Count(node, "minProperties", shape, JsonTypes.Object) ?? 0);
        shape.PropertiesMax = Math.Min(shape.PropertiesMax, Count(node, "maxProperties", shape, JsonTypes.Object) ?? shape.PropertiesMax);
        shape.Implied |= node.Find("properties") is not null || node.Find("required") is not null || node.Find("additionalProperties") is not null ? JsonTypes.Object : JsonTypes.None;
        if (node.Find("properties") is { } properties && properties.ValueKind != JsonValueKind.Object)
        {
            throw node.Unsupported("properties", "must be an object");
        }

        if (node.Find("required") is not { } required)
        {
            return;
        }

        if (required.ValueKind != JsonValueKind.Array || required.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
        {
            throw node.Unsupported("required", "must be an array of names");
        }

        shape.Required.AddRange(required.EnumerateArray().Select(name => name.GetString()!).Except(shape.Required).ToList());
    }

    private static int? Count(SchemaNode node, string keyword, Shape shape, JsonTypes type)
    {
        if (node.Find(keyword) is not { } value)
        {
            return null;
        }

        shape.Implied |= type;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double count) && count >= 0 && double.IsInteger(count)
            ? (int)Math.Min(count, CountMax)
            : throw node.Unsupported(keyword, "must be a whole number from 0 up");
    }
}
