using System.Text.Json;
using AdaptiveProvider.Training.Data;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Reads a facts file line by line; what it does not know it leaves out, what it cannot read it reports.</summary>
internal sealed class FactBookReader
{
    private const int LineBytesMax = 1 << 20;

    private readonly CountryFactCollector _countries = new();
    private readonly List<DictionaryEntry> _dictionary = [];

    public static FactBook Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new CorpusException(path, null, "There is no such facts file. Give the path of facts.jsonl.gz, or train without generated documents.");
        }

        var reader = new FactBookReader();
        try
        {
            // .NET's own stream takes a file that was cut off for one that has ended.
            using var stream = new GZipInputStream(File.OpenRead(path));
            var lines = new LineReader(stream, LineBytesMax);
            while (lines.TryRead(out var line, out bool isTooLong))
            {
                reader.ReadLine(path, lines.LineNumber, isTooLong ? throw new CorpusException(path, lines.LineNumber, $"The line is longer than {LineBytesMax} bytes.") : line);
            }
        }
        catch (Exception failure) when (failure is SharpZipBaseException or IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(path, null, $"The facts file cannot be read: {failure.Message} Fetch it again.", failure);
        }

        var countries = reader._countries.Collect();
        return countries.Count > 0 || reader._dictionary.Count > 0
            ? new FactBook(countries, reader._dictionary)
            : throw new CorpusException(path, null, "The file holds neither countries nor dictionary entries. Is it the right one?");
    }

    private void ReadLine(string path, long number, ReadOnlyMemory<byte> line)
    {
        if (line.Span.IndexOfAnyExcept(" \t"u8) < 0)
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            ReadFact(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CorpusException(path, number, $"The fact is damaged: {failure.Message} Fetch the file again.", failure);
        }
    }

    private void ReadFact(JsonElement fact)
    {
        switch (fact.GetProperty("src").GetString())
        {
            case "countries":
                using (var inner = JsonDocument.Parse(Text(fact, "text")))
                {
                    _countries.AddCountry(inner.RootElement);
                }

                break;
            case "factbook":
                _countries.AddFactbook(fact.GetProperty("facts"));
                break;
            case "open_english_wordnet":
                _dictionary.Add(new(Text(fact, "title"), Text(fact, "pos"), Text(fact, "cat"), Text(fact, "text")));
                break;
        }
    }

    private static string Text(JsonElement fact, string property)
        => fact.GetProperty(property).GetString() ?? throw new JsonException($"The property {property} is null.");
}
