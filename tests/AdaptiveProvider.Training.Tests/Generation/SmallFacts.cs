using System.IO.Compression;
using System.Text.Json;
using AdaptiveProvider.Testing;
using AdaptiveProvider.Training.Generation.Facts;

namespace AdaptiveProvider.Training.Tests.Generation;

/// <summary>A few facts in the format of the facts file, and the shared facts where they lie beside the repository.</summary>
internal static class SmallFacts
{
    private static readonly (string Country, string Capital, string Continent, string Currency, string[] Languages, string Neighbours)[] Countries =
    [
        ("France", "Paris", "Europe", "Euro", ["French", "Italian"], "Belgium 556 km; Germany 418 km; Spain 646 km"),
        ("Germany", "Berlin", "Europe", "Euro", ["German"], "Belgium 133 km; France 418 km"),
        ("Spain", "Madrid", "Europe", "Euro", ["Spanish"], "France 646 km"),
        ("Belgium", "Brussels", "Europe", "Euro", ["Dutch"], "France 556 km; Germany 133 km"),
        ("Japan", "Tokyo", "Asia", "Japanese Yen", ["Japanese"], ""),
        ("United States", "Washington, D.C.", "North America", "US Dollar", ["English"], ""),
        ("Netherlands", "Amsterdam", "Europe", "Euro", ["Dutch"], "Belgium 478 km; Germany 575 km"),
        ("Chile", "Santiago; note - Valparaiso is the seat of the national legislature", "South America", "Chilean Peso", ["Spanish"], ""),
        ("Brazil", "Bras&iacute;lia", "South America", "Brazilian Real", ["Portuguese"], ""),
        ("Niger", "Niamey", "Africa", "CFA Franc BCEAO", ["Hausa"], ""),
    ];

    private static readonly string? SharedPath = SharedMaterial.Find("corpus/facts.jsonl.gz");
    private static readonly Lazy<FactBook> Shared = new(() => FactBook.Load(SharedPath!));

    public static IEnumerable<string> Lines()
    {
        foreach (var item in Countries)
        {
            yield return Country(item.Country, new { country = item.Country, continent = item.Continent });
            yield return Country(item.Country, new { country = item.Country, currency_name = item.Currency });
            yield return Country(item.Country, new { country = item.Country, languages = item.Languages });
            yield return JsonSerializer.Serialize(new { src = "factbook", title = item.Country, facts = new { country = item.Country, capital = item.Capital, neighbours = item.Neighbours, languages = "" } });
        }

        yield return Word("guitar", "n", "noun.artifact", "a stringed instrument usually having six strings");
        yield return Word("cloudy", "a", "adj.all", "full of or covered with clouds");
        yield return Word("guitar", "n", "noun.person", "a wrong sense in a category that is not listed");
    }

    public static FactBook Load()
    {
        using var folder = new TemporaryFolder();
        return FactBook.Load(folder.WriteGzip("facts.jsonl.gz", Lines()));
    }

    /// <summary>The shared facts, or the test is skipped.</summary>
    public static FactBook LoadShared()
    {
        Skip.If(SharedPath is null, "corpus/facts.jsonl.gz of the shared material is not beside the repository.");
        return Shared.Value;
    }

    private static string Country(string title, object fact) => JsonSerializer.Serialize(new { src = "countries", title, text = JsonSerializer.Serialize(fact) });

    private static string Word(string title, string pos, string cat, string text) => JsonSerializer.Serialize(new { src = "open_english_wordnet", title, pos, cat, text });

    /// <summary>A folder that goes away with the test.</summary>
    internal sealed class TemporaryFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("facts");

        public string PathOf(string name) => Path.Combine(_folder.FullName, name);

        public string WriteGzip(string name, IEnumerable<string> lines)
        {
            using var writer = new StreamWriter(new GZipStream(File.Create(PathOf(name)), CompressionLevel.Fastest));
            foreach (string line in lines)
            {
                writer.WriteLine(line);
            }

            return PathOf(name);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
