using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Checked access to the fields of one JSON object of a model folder; every error names file, field and what is expected.</summary>
/// <remarks>As in Python, a field that is null counts as missing unless a reader asks.</remarks>
internal sealed class ConfigFields
{
    private const int FileBytesMax = 100_000_000;
    private const int ListLengthMax = 65_536;
    private readonly JsonElement _fields;
    private readonly string _prefix;

    private ConfigFields(string file, string prefix, JsonElement fields) => (File, _prefix, _fields) = (file, prefix, fields);

    /// <summary>The file, for errors.</summary>
    public string File { get; }

    /// <summary>Reads a file that holds one JSON object.</summary>
    /// <exception cref="ModelFormatException">The file cannot be read, is too large, or is no JSON object.</exception>
    public static ConfigFields Load(string path, bool allowDuplicates = true)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!stream.CanSeek || stream.Length > FileBytesMax)
            {
                throw new ModelFormatException(path, null, $"is no ordinary file of at most {FileBytesMax} bytes. Download it again.");
            }

            byte[] json = new byte[stream.Length];
            stream.ReadExactly(json);
            return Parse(json, path, allowDuplicates);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, $"cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="ModelFormatException">The bytes are no JSON object.</exception>
    public static ConfigFields Parse(ReadOnlyMemory<byte> json, string file, bool allowDuplicates = true)
    {
        try
        {
            var content = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = allowDuplicates });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigFields(file, "", document.RootElement.Clone())
                : throw new ModelFormatException(file, null, "is not a JSON object. Download it again.");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException(file, null, $"is not valid JSON: {failure.Message} Download it again.", failure);
        }
    }

    /// <summary>A value cut to a length that fits an error message.</summary>
    public static string Shorten(string value) => value.Length <= 60 ? value : $"{value.AsSpan(0, 57)}…";

    /// <summary>True when the field is there, null or not.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>All fields, each of which must be a text; of repeated ones the last.</summary>
    public Dictionary<string, string> TextByName()
    {
        var texts = new Dictionary<string, string>();
        try
        {
            // NOTE: one enumeration, because a look-up by name is linear and the index of a large model has 100,000 fields.
            foreach (var field in _fields.EnumerateObject())
            {
                texts[field.Name] = field.Value.ValueKind == JsonValueKind.String
                    ? field.Value.GetString()!
                    : throw Error(field.Name, $"is {Shorten(field.Value.GetRawText())}; expected a text.");
            }

            return texts;
        }
        catch (InvalidOperationException failure)
        {
            throw new ModelFormatException(File, _prefix.TrimEnd('.'), "holds a name or value that is no valid text. Download the file again.", failure);
        }
    }

    /// <summary>An object inside this one; null when missing.</summary>
    public ConfigFields? Object(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new ConfigFields(File, $"{_prefix}{name}.", value),
        _ => throw Unexpected(name, "an object"),
    };

    /// <summary>A whole number in a range; null when missing.</summary>
    public int? OptionalInt(string name, int min, int max) => Value(name) is { } value ? ToInt(name, value, min, max) : null;

    /// <summary>A whole number in a range.</summary>
    public int Int(string name, int min, int max) => OptionalInt(name, min, max) ?? throw Error(name, "is missing. Use the complete file of the model.");

    /// <summary>A finite number in a range; null when missing.</summary>
    public double? OptionalNumber(string name, double min, double max)
        => Value(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= min && number <= max ? number
            : throw Unexpected(name, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));

    /// <summary>A finite number in a range.</summary>
    public double Number(string name, double min, double max) => OptionalNumber(name, min, max) ?? throw Error(name, "is missing. Use the complete file of the model.");

    /// <summary>True or false; null when missing.</summary>
    public bool? OptionalFlag(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Unexpected(name, "true or false"),
    };

    /// <summary>A text; null when missing.</summary>
    public string? Text(string name)
    {
        var value = Value(name);
        try
        {
            return value is null ? null : value is { ValueKind: JsonValueKind.String } text ? text.GetString() : throw Unexpected(name, "a text");
        }
        catch (InvalidOperationException failure)
        {
            throw new ModelFormatException(File, _prefix + name, "is no valid text. Download the file again.", failure);
        }
    }

    /// <summary>A list of whole numbers in a range, or one number that stands for a list of one; null when missing.</summary>
    public ImmutableArray<int>? OptionalInts(string name, int min, int max) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= ListLengthMax => [.. list.EnumerateArray().Select(item => ToInt(name, item, min, max))],
        { ValueKind: JsonValueKind.Number } number => [ToInt(name, number, min, max)],
        _ => throw Unexpected(name, "a whole number or a list of them"),
    };

    /// <summary>A list of finite numbers in a range; null when missing.</summary>
    public ImmutableArray<double>? OptionalNumbers(string name, double min, double max)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        bool isList = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= ListLengthMax
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double number) && number >= min && number <= max);
        return isList ? [.. value.EnumerateArray().Select(item => item.GetDouble())] : throw Unexpected(name, string.Create(CultureInfo.InvariantCulture, $"a list of numbers from {min} to {max}"));
    }

    /// <summary>A list of texts; null when missing.</summary>
    public ImmutableArray<string>? OptionalTexts(string name)
    {
        if (Value(name) is not { } value)
        {
            return null;
        }

        bool isList = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= ListLengthMax
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
        try
        {
            return isList ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : throw Unexpected(name, "a list of texts");
        }
        catch (InvalidOperationException failure)
        {
            throw new ModelFormatException(File, _prefix + name, "is no valid text. Download the file again.", failure);
        }
    }

    /// <summary>One of several words, each standing for a value; the missing value when missing.</summary>
    public T Word<T>(string name, T missing, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (Text(name) is not { } text)
        {
            return missing;
        }

        List<string> supported = [];
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }

            supported.Add(word);
        }

        throw Unsupported(name, text, string.Join(", ", supported));
    }

    /// <summary>The error for a field, with a problem that says what to do.</summary>
    public ModelFormatException Error(string name, string problem) => new(File, _prefix + name, problem);

    /// <summary>The error for a field whose value is none of those supported.</summary>
    public ModelFormatException Unsupported(string name, string value, string supported)
        => Error(name, $"'{Shorten(value)}' is not supported. Supported: {supported}.");

    private int ToInt(string name, JsonElement value, int min, int max)
    {
        // Python writes some whole numbers as 4096.0.
        bool isWhole = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number == Math.Floor(number) && number >= min && number <= max;
        return isWhole ? (int)value.GetDouble() : throw Unexpected(name, $"a whole number from {min} to {max}");
    }

    private ModelFormatException Unexpected(string name, string expected)
        => Error(name, $"is {Shorten(Find(name)!.Value.GetRawText())}; expected {expected}.");

    private JsonElement? Value(string name) => Find(name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    private JsonElement? Find(string name)
    {
        try
        {
            return _fields.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException failure)
        {
            throw new ModelFormatException(File, _prefix + name, "a field name beside it is no valid text. Download the file again.", failure);
        }
    }
}
