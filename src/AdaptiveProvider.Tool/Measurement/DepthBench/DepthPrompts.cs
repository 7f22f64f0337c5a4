using System.Text.Json.Nodes;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>Prompts of equal length: texts where the model has a tokenizer, since routers and exits mean nothing on noise; else random token ids.</summary>
internal sealed class DepthPrompts
{
    private static readonly string[] Usual =
    [
        "Tell me about your favourite season and what you like to do when the weather is warm.",
        "My brother wants to learn how to cook. Which simple dish should he try first, and why?",
        "We went to the sea last summer and found a strange shell on the beach.",
        "Can you explain how a bicycle stays upright while somebody is riding it?",
        "I have read a story about a fox who wanted to be the king of the forest.",
        "What is the capital of France, and what can one see there in a single day?",
        "Please give me three ideas for a birthday present for a friend who likes music.",
        "The old lighthouse keeper told us how ships found their way before there were radios.",
    ];

    private readonly string[] _texts;

    private DepthPrompts(string[] texts) => _texts = texts;

    /// <summary>Prompts from a file's lines: JSON objects with messages, of which the user's first counts, or with a text, or the line itself.</summary>
    /// <param name="file">The file; null takes a few usual sentences.</param>
    /// <exception cref="UsageException">The file has no line with a text.</exception>
    public static DepthPrompts Read(string? file)
    {
        if (file is null)
        {
            return new DepthPrompts(Usual);
        }

        string[] texts = [.. File.ReadLines(file).Select(TextOf).Where(text => text.Length > 0)];
        return texts.Length > 0 ? new DepthPrompts(texts) : throw new UsageException($"--prompts {file}: no line holds a text. Write a prompt per line, or JSON lines with \"messages\" or \"text\".");
    }

    /// <summary>The prompts of a batch, [count][length]; the same for the same arguments.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">Prompts.</param>
    /// <param name="length">Tokens of each: the last ones of as much text as it takes, so that a conversation's end stands.</param>
    public int[][] Of(MeasuredModel model, int count, int length)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(index => model.Tokenizer is null ? Noise(random, model.Spec.VocabularySize, length) : Encode(model, index, length))];
    }

    private static int[] Noise(Random random, int vocabulary, int length)
    {
        int[] tokens = new int[length];
        for (int index = 0; index < length; index++)
        {
            tokens[index] = random.Next(vocabulary);
        }

        return tokens;
    }

    private int[] Encode(MeasuredModel model, int index, int length)
    {
        string text = _texts[index % _texts.Length];
        for (int more = 1; ; more++)
        {
            int[] tokens = model.EncodePrompt(text);
            if (tokens.Length >= length)
            {
                return tokens[^length..];
            }

            text = _texts[(index + more) % _texts.Length] + " " + text;
        }
    }

    private static string TextOf(string line)
    {
        line = line.Trim();
        if (!line.StartsWith('{'))
        {
            return line;
        }

        try
        {
            var json = JsonNode.Parse(line)!;
            var spoken = json["messages"]?.AsArray().FirstOrDefault(message => (string?)message?["role"] == "user")?["content"] ?? json["text"];
            return ((string?)spoken)?.Trim() ?? "";
        }
        catch (Exception broken) when (broken is System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new UsageException($"--prompts: a line is neither text nor a JSON object with \"messages\" or \"text\": {broken.Message}");
        }
    }
}
