using System.IO.Compression;
using System.Text.Json;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Reads a facts file line by line; what it does not know it leaves out, what it cannot read it reports.</summary>
internal sealed class FactBookReader
{
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
            using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
            for (int number = 1; lines.ReadLine() is { } line; number++)
            {
                reader.ReadLine(path, number, line);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CorpusException(path, null, $"The facts file cannot be read: {failure.Message} Fetch it again.", failure);
        }

        var countries = reader._countries.Collect();
        return countries.Count > 0 || reader._dictionary.Count > 0
            ? new FactBook(countries, reader._dictionary)
            : throw new CorpusException(path, null, "The file holds neither countries nor dictionary entries. Is it the right one?");
    }

    private void ReadLine(string path, int number, string line)
    {
        if (string.IsNullOrWhiteSpace(line))
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
                using (var inner = JsonDocument.Parse(fact.GetProperty("text").GetString()!))
                {
                    _countries.AddCountry(inner.RootElement);
                }

                break;
            case "factbook":
                _countries.AddFactbook(fact.GetProperty("facts"));
                break;
            case "open_english_wordnet":
                _dictionary.Add(new(
                    fact.GetProperty("title").GetString()!, fact.GetProperty("pos").GetString()!, fact.GetProperty("cat").GetString()!, fact.GetProperty("text").GetString()!));
                break;
        }
    }
}
