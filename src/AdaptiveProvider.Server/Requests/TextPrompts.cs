using System.Text.Json;
using AdaptiveProvider.Server.Errors;

namespace AdaptiveProvider.Server.Requests;

/// <summary>Reads the prompts of a text completion.</summary>
internal static class TextPrompts
{
    /// <summary>The token ids of every prompt.</summary>
    /// <param name="prompt">A text, token ids, or a list of either.</param>
    /// <param name="model">Encodes texts.</param>
    /// <exception cref="ApiException">The field has another form.</exception>
    public static List<int[]> From(JsonElement? prompt, AdaptiveModel model)
    {
        if (prompt is { ValueKind: JsonValueKind.String })
        {
            return [model.Encode(prompt.Value.GetString()!)];
        }

        if (prompt is not { ValueKind: JsonValueKind.Array } || prompt.Value.GetArrayLength() == 0)
        {
            throw Wrong();
        }

        var items = prompt.Value;
        return items[0].ValueKind switch
        {
            JsonValueKind.Number => [TokensOf(items)],
            JsonValueKind.String when items.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. items.EnumerateArray().Select(item => model.Encode(item.GetString()!))],
            JsonValueKind.Array => [.. items.EnumerateArray().Select(TokensOf)],
            _ => throw Wrong(),
        };
    }

    private static int[] TokensOf(JsonElement tokens)
    {
        if (tokens.ValueKind != JsonValueKind.Array)
        {
            throw Wrong();
        }

        return [.. tokens.EnumerateArray().Select(token => token.ValueKind == JsonValueKind.Number && token.TryGetInt32(out int id) ? id : throw Wrong())];
    }

    private static ApiException Wrong() => ApiException.Invalid("prompt", "prompt must be a text, a list of texts, a list of token ids, or a list of such lists.");
}
