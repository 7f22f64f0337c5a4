using System.Text.Json;

namespace AdaptiveProvider.Training.Data;

/// <summary>Turns a line of a corpus into a document.</summary>
/// <remarks>
/// A line is <c>{"src", "messages": [{"role", "content"}, …]}</c> or <c>{"src", "text"}</c>; other fields are left alone, save <c>persona</c>,
/// which becomes part of the source.
/// </remarks>
internal static class DocumentParser
{
    /// <summary>Parses a line.</summary>
    /// <param name="line">UTF-8.</param>
    /// <param name="group">The first part of the source's name.</param>
    /// <param name="problem">What is wrong when there is no document.</param>
    /// <returns>The document, or null.</returns>
    public static TrainingDocument? Parse(ReadOnlyMemory<byte> line, string group, out string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Read(json.RootElement, group, out problem);
        }
        catch (JsonException e)
        {
            problem = $"is not valid JSON: {e.Message}";
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, and halves of surrogate pairs, show only when a string is taken.
            problem = "holds text that is not Unicode.";
        }

        return null;
    }

    private static TrainingDocument? Read(JsonElement root, string group, out string problem)
    {
        problem = "";
        if (root.ValueKind != JsonValueKind.Object)
        {
            problem = "is not a JSON object.";
        }
        else if (TextOf(root, "src") is not { } source)
        {
            problem = "has no \"src\".";
        }
        else
        {
            source = TextOf(root, "persona") is { } persona ? $"{group}/{source}/{persona}" : $"{group}/{source}";
            if (root.TryGetProperty("messages", out var messages))
            {
                return ReadMessages(messages, out problem) is { } turns ? TrainingDocument.OfChat(source, turns) : null;
            }

            if (TextOf(root, "text") is { } text)
            {
                return TrainingDocument.OfText(source, text);
            }

            problem = "has neither \"messages\" nor a \"text\" that is not blank.";
        }

        return null;
    }

    private static List<TrainingMessage>? ReadMessages(JsonElement messages, out string problem)
    {
        problem = "has no list of \"messages\".";
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            return null;
        }

        var turns = new List<TrainingMessage>(messages.GetArrayLength());
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || TextOf(message, "role") is not ("system" or "user" or "assistant"))
            {
                problem = $"message {turns.Count + 1} has no \"role\" that is system, user or assistant.";
                return null;
            }

            if (TextOf(message, "content") is not { } content)
            {
                problem = $"message {turns.Count + 1} has no \"content\".";
                return null;
            }

            turns.Add(new TrainingMessage(message.GetProperty("role").GetString()!, content));
        }

        return turns;
    }

    /// <summary>A string without the white space around it; null when there is none or nothing is left.</summary>
    private static string? TextOf(JsonElement parent, string name)
        => parent.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String && field.GetString()!.Trim() is { Length: > 0 } text
            ? text
            : null;
}
