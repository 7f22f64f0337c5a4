using System.Text.Json;
using System.Text.Json.Serialization;

namespace AdaptiveProvider.SemanticKernel;

/// <summary>Reads true and false also as words, for YAML prompts give every value as text.</summary>
internal sealed class LenientBooleanConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        JsonTokenType.String when bool.TryParse(reader.GetString(), out bool value) => value,
        _ => throw new JsonException("It must be true or false."),
    };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } given)
        {
            writer.WriteBooleanValue(given);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
