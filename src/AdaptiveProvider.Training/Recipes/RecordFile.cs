using System.Text.Json;
using AdaptiveProvider.Training.Configuration;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Records of a run as JSON files.</summary>
internal static class RecordFile
{
    /// <summary>Reads a record.</summary>
    /// <exception cref="TrainingException">The file cannot be read.</exception>
    public static T Read<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(file), TrainingConfiguration.Json) ?? throw new JsonException("it is empty.");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{file} cannot be read: {error.Message} Delete it to have it made again.", error);
        }
    }

    /// <summary>Writes a record; the file appears only when it is complete.</summary>
    /// <exception cref="CorpusException">The disk is full or the folder not writable.</exception>
    public static void Write<T>(string file, T record)
        => CompleteFile.Write(file, stream => JsonSerializer.Serialize(stream, record, TrainingConfiguration.Json));
}
