using System.Text.Json;

namespace AdaptiveProvider.Models.Tokenization;

/// <summary>Finds and reads the files of a tokenizer; every failure is a <see cref="ModelFormatException"/> that says what to do.</summary>
internal static class TokenizerFiles
{
    private const long FileBytesMax = 256L << 20;

    public static Tokenizer Load(string folderOrFile)
    {
        var path = Locate(folderOrFile);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var settingsPath = Path.Combine(folder, "tokenizer_config.json");
        return Guard(path, () =>
        {
            using var definition = Parse(path);
            using var settings = File.Exists(settingsPath) ? Parse(settingsPath) : null;
            return TokenizerBuilder.Build(
                new JsonField(path, "", definition.RootElement),
                settings is null ? null : new JsonField(settingsPath, "", settings.RootElement),
                ReadModelRows(Path.Combine(folder, "config.json")));
        });
    }

    private static string Locate(string folderOrFile)
    {
        if (File.Exists(folderOrFile))
        {
            return folderOrFile;
        }

        if (!Directory.Exists(folderOrFile))
        {
            throw new ModelFormatException(folderOrFile, null, "there is no such file or folder; name a model folder or its tokenizer.json.");
        }

        var path = Path.Combine(folderOrFile, "tokenizer.json");
        if (File.Exists(path))
        {
            return path;
        }

        throw new ModelFormatException(path, null, File.Exists(Path.Combine(folderOrFile, "tokenizer.model"))
            ? "is missing. The folder has only tokenizer.model (SentencePiece), which is not read: add the tokenizer.json that is published beside it, or make one with transformers' AutoTokenizer.from_pretrained(…).save_pretrained(…)."
            : "is missing: add the model's tokenizer.json to the folder.");
    }

    /// <summary>Runs a reader, turning what the JSON library throws into this library's error.</summary>
    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            // A string or a name that is not Unicode, such as half a surrogate pair.
            throw new ModelFormatException(path, null, $"holds text that is not Unicode: {e.Message}", e);
        }
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= FileBytesMax
                ? JsonDocument.Parse(File.ReadAllBytes(path).AsMemory())
                : throw new ModelFormatException(path, null, $"has {length} bytes; at most {FileBytesMax} are read.");
        }
        catch (JsonException e)
        {
            throw new ModelFormatException(path, $"line {e.LineNumber + 1}", "is not valid JSON; the download may be incomplete.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The rows of the model's embedding where a readable config.json tells; it is checked where the model is loaded.</summary>
    private static int? ReadModelRows(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var config = Parse(path);
            return config.RootElement.ValueKind == JsonValueKind.Object
                && config.RootElement.TryGetProperty("vocab_size", out var rows) && rows.ValueKind == JsonValueKind.Number
                && rows.TryGetInt32(out var count)
                ? count
                : null;
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }
}
