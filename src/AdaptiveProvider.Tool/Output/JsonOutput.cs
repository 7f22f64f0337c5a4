using System.Text.Encodings.Web;
using System.Text.Json;
using AdaptiveProvider.Tool.Terminal;

namespace AdaptiveProvider.Tool.Output;

/// <summary>Writes one JSON object per line to the standard output, and nothing else.</summary>
internal static class JsonOutput
{
    // The reader is a program or a person, not a web page: letters stay letters.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one object whose members the callback writes.</summary>
    public static void WriteObject(TerminalStreams terminal, Action<Utf8JsonWriter> members)
    {
        using (var json = new Utf8JsonWriter(terminal.Output, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        terminal.Output.WriteByte((byte)'\n');
        terminal.Output.Flush();
    }

    /// <summary>Writes an array of whole numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (int number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
