using System.Text.Json.Nodes;

namespace AdaptiveProvider.Models.Tests.Configuration;

/// <summary>Seeded changes to a JSON document: other types, extreme numbers, deep nesting, missing and repeated fields.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0.0", "1", "-1", "2", "3", "7", "0.5", "-0.5", "64", "255", "4096", "65535", "2147483647", "2147483648", "-2147483648", "4294967295",
        "4294967296", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551615", "1e9", "1e38", "1e39", "1e308", "1e309", "-1e309",
        "1e-320", "123456789012345678901234567890123456789", "\"\"", "\"0\"", "\"F32\"", "\"lone surrogate\"", "\"\\u0000\"", "\"../../x.safetensors\"", "[]", "[[]]", "{}",
        "[0]", "[0,0]", "[-1]", "[1e308]", "[null]", "[\"\"]", "[4294967296,4294967296,4294967296]", "{\"rope_type\":\"llama3\"}", "{\"rope_type\":\"yarn\",\"factor\":4}",
    ];

    /// <summary>One to three changes.</summary>
    /// <returns>Text that need not be valid JSON.</returns>
    public static string Apply(string json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        string text = json;
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            List<JsonNode> containers = [.. Containers(root)];
            var target = containers[random.Next(containers.Count)];
            Change(target, random);
            // JsonNode cannot write what only a broken writer would.
            text = root.ToJsonString().Replace("lone surrogate", "\\ud800", StringComparison.Ordinal);
        }

        return random.Next(10) switch
        {
            0 => text.Insert(random.Next(text.Length + 1), Values[random.Next(Values.Length)]),
            1 => text.Remove(random.Next(text.Length)),
            2 when root is JsonObject { Count: > 0 } fields => Repeat(text, fields, random),
            3 => text.Replace(":", ":" + new string('[', random.Next(100)), StringComparison.Ordinal),
            _ => text,
        };
    }

    private static IEnumerable<JsonNode> Containers(JsonNode node) => node switch
    {
        JsonObject fields => fields.Where(field => field.Value is JsonObject or JsonArray).SelectMany(field => Containers(field.Value!)).Prepend(node),
        JsonArray items => items.Where(item => item is JsonObject or JsonArray).SelectMany(item => Containers(item!)).Prepend(node),
        _ => [],
    };

    private static void Change(JsonNode container, Random random)
    {
        var value = random.Next(8) switch
        {
            0 => Nested(random.Next(1, 80)),
            1 => new JsonArray([.. Enumerable.Range(0, random.Next(300)).Select(number => (JsonNode)JsonValue.Create(number))]),
            2 => JsonValue.Create(new string('x', random.Next(2000))),
            3 => JsonValue.Create(random.Next(-2, 200)),
            _ => JsonNode.Parse(Values[random.Next(Values.Length)]),
        };
        switch (container)
        {
            case JsonObject { Count: > 0 } fields:
                string name = fields.ElementAt(random.Next(fields.Count)).Key;
                if (random.Next(6) == 0)
                {
                    fields.Remove(name);
                }
                else
                {
                    fields[random.Next(8) == 0 ? name + "x" : name] = value;
                }

                break;
            case JsonArray { Count: > 0 } items:
                items[random.Next(items.Count)] = value;
                break;
            case JsonArray items:
                items.Add(value);
                break;
        }
    }

    private static string Repeat(string text, JsonObject fields, Random random)
        => $"{{\"{fields.ElementAt(random.Next(fields.Count)).Key}\":{Values[random.Next(Values.Length)]},{text[1..]}";

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonObject();
        for (; depth > 0; depth--)
        {
            node = depth % 2 == 0 ? new JsonArray(node) : new JsonObject { ["a"] = node };
        }

        return node;
    }
}
