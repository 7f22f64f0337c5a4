using System.Text.Json;
using System.Text.Json.Nodes;

namespace AdaptiveProvider.Tool.Options;

/// <summary>JSON files that the command line names.</summary>
internal static class JsonFile
{
    /// <summary>Reads a file that holds one JSON value.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static JsonNode Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path)) ?? throw new InvalidDataException($"{path}: holds null instead of an object.");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path}: not valid JSON: {broken.Message}", broken);
        }
    }

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="InvalidDataException">It does not.</exception>
    public static JsonObject ReadObject(string path)
        => Read(path) as JsonObject ?? throw new InvalidDataException($"{path}: must hold a JSON object.");

    /// <summary>Reads a conversation: an array of messages, or an object with <c>messages</c> and more names for the chat template.</summary>
    /// <exception cref="InvalidDataException">There are no messages in it.</exception>
    public static JsonObject ReadConversation(string path)
    {
        var conversation = Read(path) switch
        {
            JsonArray messages => new JsonObject { ["messages"] = messages.DeepClone() },
            JsonObject whole => whole,
            _ => throw new InvalidDataException($"{path}: must hold an array of messages or an object with \"messages\"."),
        };
        if (conversation["messages"] is not JsonArray { Count: > 0 })
        {
            throw new InvalidDataException($"{path}: messages: must be an array with at least one message.");
        }

        conversation.TryAdd("add_generation_prompt", JsonValue.Create(true));
        return conversation;
    }
}
