using System.Collections.Immutable;
using System.Text.Json;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Reads and checks the JSON header of a safetensors file. Nothing in it is trusted.</summary>
/// <remarks>
/// The rules are the reference implementation's (huggingface/safetensors, Metadata::validate): tensors cover the data
/// without overlap, hole or rest, and each spans exactly what its shape and type need.
/// </remarks>
internal static class SafetensorsHeader
{
    /// <summary>The longest header that the format allows.</summary>
    public const int LengthMax = 100_000_000;

    private const string MetadataName = "__metadata__";
    private const int DimensionsMax = 8;
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 8 };

    /// <summary>Parses the header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">Bytes that follow the header.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="ModelFormatException">The header breaks a rule of the format; the exception names the tensor.</exception>
    public static Dictionary<string, SafetensorsEntry> Parse(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        Dictionary<string, SafetensorsEntry> entries;
        try
        {
            entries = ReadEntries(json, file);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no valid UTF-8 or UTF-16.
            throw new ModelFormatException(file, "header", $"is not the JSON of a safetensors header: {failure.Message} Download the file again.", failure);
        }

        foreach (var entry in entries.Values)
        {
            CheckSpan(entry, dataLength, file);
        }

        CheckCover(entries.Values, dataLength, file);
        return entries;
    }

    private static Dictionary<string, SafetensorsEntry> ReadEntries(ReadOnlySpan<byte> json, string file)
    {
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var entries = new Dictionary<string, SafetensorsEntry>();
        bool metadataSeen = false;
        Expect(ref reader, JsonTokenType.StartObject, file, "header");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            bool isMetadata = name == MetadataName;
            if (isMetadata ? metadataSeen : entries.ContainsKey(name))
            {
                throw new ModelFormatException(file, name, "occurs twice in the header. Export the file again.");
            }

            Expect(ref reader, JsonTokenType.StartObject, file, name);
            if (isMetadata)
            {
                metadataSeen = true;
                reader.Skip();
            }
            else
            {
                entries.Add(name, ReadEntry(ref reader, file, name));
            }
        }

        // Reading on to the end makes the reader refuse anything but padding after the object.
        while (reader.Read())
        {
        }

        return entries;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string file, string name)
    {
        string? type = null;
        ImmutableArray<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string property = reader.GetString()!;
            bool isRepeated = property switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false };
            if (isRepeated)
            {
                throw new ModelFormatException(file, name, $"has {property} twice. Export the file again.");
            }

            switch (property)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, file, name);
                    type = reader.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, file, name, property, DimensionsMax);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, file, name, property, 2);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return type is not null && shape is { } sizes && offsets is [var begin, var end]
            ? new SafetensorsEntry(name, type, sizes, begin, end)
            : throw new ModelFormatException(file, name, "needs dtype, shape and two data_offsets. Export the file again.");
    }

    private static ImmutableArray<long> ReadNumbers(ref Utf8JsonReader reader, string file, string name, string property, int countMax)
    {
        var numbers = ImmutableArray.CreateBuilder<long>();
        Expect(ref reader, JsonTokenType.StartArray, file, name);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0 || numbers.Count == countMax)
            {
                throw new ModelFormatException(file, name, $"{property} must be at most {countMax} whole numbers from 0. Export the file again.");
            }

            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }

    private static void CheckSpan(SafetensorsEntry entry, long dataLength, string file)
    {
        if (entry.Begin > entry.End)
        {
            throw new ModelFormatException(file, entry.Name, $"ends at byte {entry.End}, before its begin at {entry.Begin}. Export the file again.");
        }

        if (entry.End > dataLength)
        {
            throw new ModelFormatException(file, entry.Name, $"ends at data byte {entry.End}, but the file has only {dataLength}: it is cut short. Download it again.");
        }

        if (entry.ExpectedByteCount() is { } expected && expected != entry.ByteCount)
        {
            string needed = expected < 0 ? "no possible number of" : $"{expected}";
            throw new ModelFormatException(
                file, entry.Name, $"spans {entry.ByteCount} bytes, but {entry.Type} of shape [{string.Join(", ", entry.Shape)}] needs {needed} bytes. Export the file again.");
        }
    }

    private static void CheckCover(IEnumerable<SafetensorsEntry> entries, long dataLength, string file)
    {
        long covered = 0;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != covered)
            {
                string problem = entry.Begin < covered ? "overlaps the tensor before it" : "leaves a hole after the tensor before it";
                throw new ModelFormatException(file, entry.Name, $"{problem}: it begins at byte {entry.Begin}, not {covered}. Export the file again.");
            }

            covered = entry.End;
        }

        if (covered != dataLength)
        {
            throw new ModelFormatException(file, null, $"has {dataLength - covered} bytes after its last tensor that the header does not name. Download or export it again.");
        }
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string file, string name)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new ModelFormatException(file, name, $"has {reader.TokenType} where {type} belongs. Export the file again.");
        }
    }
}
