using System.Text.Json;
using System.Text.Json.Nodes;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>Random schemas of everything that is supported, nested and recursive; some allow nothing.</summary>
internal sealed class RandomSchema(Random random)
{
    private static readonly string[] Names = ["name", "a", "kind", "value", "é\"\\", "x y"];
    private static readonly string[] Patterns = ["^[a-z]+$", "^[A-Z]{2}-\\d{3}$", "b", "^(foo|ba[rz])*$", "^\\S.{0,5}$", "^[^\"]*$", "\\d", "^\\p{Lu}", "^.{2,4}$", "^(a|b?c){1,3}", "[\\u0000-\\u001f\"]"];
    private static readonly string[] Formats = ["date", "time", "date-time", "duration", "uuid", "email", "hostname", "ipv4", "ipv6", "uri", "byte"];

    public JsonElement Next()
    {
        var schema = Schema(4);
        if (schema is JsonObject root)
        {
            root["$defs"] = new JsonObject { ["one"] = Schema(2), ["two"] = Schema(2) };
        }

        return JsonSerializer.SerializeToElement(schema);
    }

    private JsonNode Schema(int depth)
    {
        switch (random.Next(depth <= 0 ? 10 : 18))
        {
            case 0:
                return JsonValue.Create(random.Next(4) > 0);
            case 1 or 2:
                return Text();
            case 3 or 4:
                return Number();
            case 5:
                return new JsonObject { ["type"] = new JsonArray("null", random.Next(2) == 0 ? "boolean" : "integer") };
            case 6:
                return new JsonObject { ["enum"] = new JsonArray(1, "two", null, -0.5, new JsonArray("x"), "é\n\"") };
            case 7:
                return new JsonObject { ["const"] = random.Next(3) switch { 0 => new JsonObject { ["a"] = 1 }, 1 => "fixed", _ => 12 } };
            case 8:
                return new JsonObject { ["$ref"] = random.Next(3) switch { 0 => "#", 1 => "#/$defs/one", _ => "#/$defs/two" } };
            case 9:
                return new JsonObject { ["type"] = "string", ["nullable"] = true };
            case 10 or 11:
                return Array(depth);
            case 12:
                return new JsonObject { ["anyOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1)) };
            case 13:
                return new JsonObject { ["allOf"] = new JsonArray(Schema(depth - 1), Schema(depth - 1)) };
            case 14:
                return Union(depth);
            default:
                return Object(depth);
        }
    }

    private JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        int length = random.Next(5);
        Sometimes(schema, "minLength", length);
        Sometimes(schema, "maxLength", length + random.Next(6));
        if (random.Next(3) == 0)
        {
            schema["pattern"] = Patterns[random.Next(Patterns.Length)];
        }
        else if (random.Next(3) == 0)
        {
            schema["format"] = Formats[random.Next(Formats.Length)];
        }

        return schema;
    }

    private JsonObject Number()
    {
        var schema = new JsonObject { ["type"] = random.Next(2) == 0 ? "integer" : "number" };
        decimal low = random.Next(-300, 300) / (random.Next(2) == 0 ? 1m : 100m);
        Sometimes(schema, random.Next(2) == 0 ? "minimum" : "exclusiveMinimum", low);
        Sometimes(schema, random.Next(2) == 0 ? "maximum" : "exclusiveMaximum", low + (random.Next(1000) / 10m));
        if (random.Next(4) == 0)
        {
            schema["multipleOf"] = random.Next(3) switch { 0 => 7, 1 => 0.25m, _ => 30 };
        }

        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array" };
        int count = random.Next(3);
        Sometimes(schema, "minItems", count);
        Sometimes(schema, "maxItems", count + random.Next(3));
        if (random.Next(3) > 0)
        {
            schema["items"] = Schema(depth - 1);
        }

        if (random.Next(3) == 0)
        {
            schema["prefixItems"] = new JsonArray(Schema(depth - 1), Schema(depth - 1));
        }

        return schema;
    }

    private JsonObject Object(int depth)
    {
        var properties = new JsonObject();
        foreach (string name in Names.Where(_ => random.Next(3) == 0))
        {
            properties[name] = Schema(depth - 1);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        schema["required"] = new JsonArray([.. Names.Where(name => random.Next(properties.ContainsKey(name) ? 2 : 30) == 0).Select(name => (JsonNode)name)]);
        switch (random.Next(4))
        {
            case 0:
                schema["additionalProperties"] = false;
                break;
            case 1:
                schema["additionalProperties"] = Schema(depth - 1);
                break;
        }

        if (random.Next(4) == 0)
        {
            int count = random.Next(3);
            schema["minProperties"] = count;
            schema["maxProperties"] = count + random.Next(3);
        }

        return schema;
    }

    private JsonObject Union(int depth) => new()
    {
        ["oneOf"] = new JsonArray([.. Enumerable.Range(0, 2).Select(kind => (JsonNode)new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = kind }, ["value"] = Schema(depth - 1) },
            ["required"] = new JsonArray("kind"),
        })]),
    };

    private void Sometimes(JsonObject schema, string keyword, JsonNode value)
    {
        if (random.Next(2) == 0)
        {
            schema[keyword] = value;
        }
    }
}
