using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AdaptiveProvider.Tests.Constraints;

/// <summary>Says whether a value is valid by a schema: the specification read straight, one keyword at a time, nothing merged.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    public bool IsValid(JsonElement value) => IsValid(root, value);

    private bool IsValid(JsonElement schema, JsonElement value)
        => schema.ValueKind == JsonValueKind.True || (schema.ValueKind == JsonValueKind.Object && schema.EnumerateObject().All(keyword => Holds(schema, keyword.Name, keyword.Value, value)));

    private bool Holds(JsonElement schema, string keyword, JsonElement says, JsonElement value) => keyword switch
    {
        "$ref" => IsValid(Resolve(says.GetString()!), value),
        "allOf" => says.EnumerateArray().All(part => IsValid(part, value)),
        "anyOf" => says.EnumerateArray().Any(part => IsValid(part, value)),
        "oneOf" => says.EnumerateArray().Count(part => IsValid(part, value)) == 1,
        "type" => IsOfType(schema, says, value),
        "const" => JsonElement.DeepEquals(says, value),
        "enum" => says.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
        _ => value.ValueKind switch
        {
            JsonValueKind.Number => NumberHolds(keyword, says, value),
            JsonValueKind.String => TextHolds(keyword, says, value.GetString()!),
            JsonValueKind.Array => ArrayHolds(schema, keyword, says, [.. value.EnumerateArray()]),
            JsonValueKind.Object => ObjectHolds(schema, keyword, says, [.. value.EnumerateObject()]),
            _ => true,
        },
    };

    private static bool IsOfType(JsonElement schema, JsonElement type, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
        {
            return true;
        }

        string[] names = type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [.. type.EnumerateArray().Select(name => name.GetString()!)];
        return value.ValueKind switch
        {
            JsonValueKind.Null => names.Contains("null"),
            JsonValueKind.True or JsonValueKind.False => names.Contains("boolean"),
            JsonValueKind.Number => names.Contains("number") || (names.Contains("integer") && Fraction(value).Denominator.IsOne),
            JsonValueKind.String => names.Contains("string"),
            JsonValueKind.Array => names.Contains("array"),
            _ => names.Contains("object"),
        };
    }

    private static bool NumberHolds(string keyword, JsonElement says, JsonElement value)
    {
        if (keyword is not ("minimum" or "maximum" or "exclusiveMinimum" or "exclusiveMaximum" or "multipleOf"))
        {
            return true;
        }

        int order = Compare(value, says);
        return keyword switch
        {
            "minimum" => order >= 0,
            "maximum" => order <= 0,
            "exclusiveMinimum" => order > 0,
            "exclusiveMaximum" => order < 0,
            _ => (Fraction(value).Numerator * Fraction(says).Denominator % (Fraction(says).Numerator * Fraction(value).Denominator)).IsZero,
        };
    }

    private static bool TextHolds(string keyword, JsonElement says, string text) => keyword switch
    {
        "minLength" => text.EnumerateRunes().Count() >= says.GetInt32(),
        "maxLength" => text.EnumerateRunes().Count() <= says.GetInt32(),
        "pattern" => Regex.IsMatch(OneUnitEach(text), says.GetString()!, RegexOptions.CultureInvariant),
        "format" => FormatHolds(says.GetString()!, text),
        _ => true,
    };

    // Patterns speak of code points, and Regex of UTF-16.
    private static string OneUnitEach(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? (char)rune.Value : Rune.IsUpper(rune) ? 'Ü' : Rune.IsDigit(rune) ? '٣' : '日'));

    private static bool FormatHolds(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.StartsWith("0001", StringComparison.Ordinal) || text.StartsWith("9999", StringComparison.Ordinal) || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" or "ipv6" => System.Net.IPAddress.TryParse(text, out _),
        "email" => System.Net.Mail.MailAddress.TryCreate(text, out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "hostname" => Uri.CheckHostName(text) == UriHostNameType.Dns || Uri.CheckHostName(text) == UriHostNameType.IPv4,
        "byte" => Convert.TryFromBase64String(text, new byte[text.Length], out _),
        "duration" => text.Length > 2 && text[0] == 'P',
        "time" => DateTimeOffset.TryParse("2024-01-01T" + text, CultureInfo.InvariantCulture, out _),
        _ => throw new InvalidOperationException(format),
    };

    private bool ArrayHolds(JsonElement schema, string keyword, JsonElement says, JsonElement[] items)
    {
        int prefix = schema.TryGetProperty("prefixItems", out var begin) ? begin.GetArrayLength() : 0;
        return keyword switch
        {
            "minItems" => items.Length >= says.GetInt32(),
            "maxItems" => items.Length <= says.GetInt32(),
            "prefixItems" => says.EnumerateArray().Zip(items).All(pair => IsValid(pair.First, pair.Second)),
            "items" => items.Skip(prefix).All(item => IsValid(says, item)),
            _ => true,
        };
    }

    private bool ObjectHolds(JsonElement schema, string keyword, JsonElement says, JsonProperty[] members) => keyword switch
    {
        "minProperties" => members.Length >= says.GetInt32(),
        "maxProperties" => members.Length <= says.GetInt32(),
        "required" => says.EnumerateArray().All(name => members.Any(member => member.NameEquals(name.GetString()))),
        "properties" => members.All(member => !says.TryGetProperty(member.Name, out var property) || IsValid(property, member.Value)),
        "additionalProperties" => members.All(member => (schema.TryGetProperty("properties", out var declared) && declared.TryGetProperty(member.Name, out _)) || IsValid(says, member.Value)),
        _ => true,
    };

    private JsonElement Resolve(string reference)
        => reference.Split('/').Skip(1).Aggregate(root, (schema, step) => schema.ValueKind == JsonValueKind.Array ? schema[int.Parse(step, CultureInfo.InvariantCulture)] : schema.GetProperty(step));

    private static int Compare(JsonElement left, JsonElement right)
        => (Fraction(left).Numerator * Fraction(right).Denominator).CompareTo(Fraction(right).Numerator * Fraction(left).Denominator);

    // As a reduced fraction: any number of digits is exact.
    private static (BigInteger Numerator, BigInteger Denominator) Fraction(JsonElement number)
    {
        string[] parts = number.GetRawText().ToLowerInvariant().Split('e');
        int exponent = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        int point = parts[0].IndexOf('.');
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var (numerator, denominator) = exponent >= 0 ? (digits * BigInteger.Pow(10, exponent), BigInteger.One) : (digits, BigInteger.Pow(10, -exponent));
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return (numerator / common, denominator / common);
    }
}
