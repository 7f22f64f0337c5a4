using System.Text.Json;
using System.Text.Unicode;
using AdaptiveProvider.Server.Errors;

namespace AdaptiveProvider.Server.Limits;

/// <summary>Refuses JSON whose texts are no Unicode: JSON allows it, but nothing behind the server can read it.</summary>
internal static class UnicodeCheck
{
    /// <param name="json">The document in UTF-8.</param>
    /// <exception cref="ApiException">It is not UTF-8, or a text has half of a surrogate pair.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static void ThrowIfBroken(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw Refused("The body is not valid UTF-8.", null);
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            // Only an escape can say half a pair in valid UTF-8.
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                ThrowIfHalf(ref reader);
            }
        }
    }

    private static void ThrowIfHalf(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException half)
        {
            throw Refused($"The text at byte {reader.TokenStartIndex + 1} holds half of a surrogate pair.", half);
        }
    }

    private static ApiException Refused(string message, Exception? cause) => new(400, "invalid_request_error", "invalid_json", null, message, cause);
}
