using System.Text.Json;
using AdaptiveProvider.Constraints.Automata;

namespace AdaptiveProvider.Constraints.Schema;

/// <summary>Leaves of the values that an enum names those that the other keywords allow.</summary>
internal static class ValueFilter
{
    /// <summary>The values allowed.</summary>
    /// <exception cref="SchemaNotSupportedException">Keywords of objects or arrays stand beside such values.</exception>
    public static List<JsonElement> Allowed(Shape shape) => shape.Values!.FindAll(value => Allows(shape, value));

    private static bool Allows(Shape shape, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return shape.Types.HasFlag(JsonTypes.Null);
            case JsonValueKind.True or JsonValueKind.False:
                return shape.Types.HasFlag(JsonTypes.Boolean);
            case JsonValueKind.Number:
                return AllowsNumber(shape, value);
            case JsonValueKind.String:
                return shape.Types.HasFlag(JsonTypes.String) && AllowsText(shape, [.. value.GetString()!.EnumerateRunes().Select(rune => rune.Value)]);
            default:
                var type = value.ValueKind == JsonValueKind.Array ? JsonTypes.Array : JsonTypes.Object;
                if (shape.Types.HasFlag(type) && shape.Implied.HasFlag(type))
                {
                    throw shape.Members[0].Unsupported("enum", "holds objects or arrays beside keywords about them; write those values out or leave the keywords out");
                }

                return shape.Types.HasFlag(type);
        }
    }

    private static bool AllowsText(Shape shape, int[] codePoints)
        => codePoints.Length >= shape.LengthMin && codePoints.Length <= shape.LengthMax && shape.Texts.TrueForAll(text => text.Accepts(codePoints));

    private static bool AllowsNumber(Shape shape, JsonElement value)
    {
        var number = DecimalText.Parse(value.GetRawText()) ?? throw shape.Members[0].Unsupported("enum", "holds a number with an absurd exponent");
        return shape.Types.HasFlag(number.Fraction.Length == 0 ? JsonTypes.Integer : JsonTypes.Fraction)
            && (shape.Low is not { } low || number.CompareTo(low.Value) >= (low.IsExclusive ? 1 : 0))
            && (shape.High is not { } high || number.CompareTo(high.Value) <= (high.IsExclusive ? -1 : 0))
            && shape.Multiples.TrueForAll(number.IsMultipleOf);
    }
}
