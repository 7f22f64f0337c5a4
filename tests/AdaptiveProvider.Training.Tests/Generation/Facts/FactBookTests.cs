using System.Text.RegularExpressions;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation;
using AdaptiveProvider.Training.Generation.Facts;

namespace AdaptiveProvider.Training.Tests.Generation.Facts;

/// <summary>Reading facts, and that what is said about countries is what the facts say.</summary>
public sealed partial class FactBookTests
{
    private const long Seed = 77;

    [Fact]
    public void Load_SmallFile_CleansWhatTheSourcesWrite()
    {
        var countries = SmallFacts.Load().Countries.ToDictionary(country => country.Name);

        Assert.Equal(10, countries.Count);
        Assert.Equal("Washington", countries["United States"].Capital);
        Assert.Equal("Santiago", countries["Chile"].Capital);
        Assert.Equal("Brasília", countries["Brazil"].Capital);
        Assert.Equal("Japanese yen", countries["Japan"].Currency);
        Assert.Equal("euro", countries["Spain"].Currency);
        Assert.Null(countries["Niger"].Currency);
        Assert.Equal("French", countries["France"].Language);
        Assert.Equal(["Belgium", "Germany", "Spain"], countries["France"].Neighbours);
        Assert.Equal("the Netherlands", countries["Netherlands"].InText);
    }

    [Fact]
    public void Load_MissingFile_NamesIt()
        => Assert.Contains("nowhere.gz", Assert.Throws<CorpusException>(() => FactBook.Load("nowhere.gz")).Message);

    [Theory]
    [InlineData("{\"src\": \"countries\", \"text\": \"{\"}")]
    [InlineData("{\"src\": \"factbook\"}")]
    [InlineData("{\"src\": \"open_english_wordnet\", \"title\": 3}")]
    [InlineData("[1]")]
    [InlineData("not json")]
    public void Load_DamagedLine_NamesTheLine(string damaged)
    {
        using var folder = new SmallFacts.TemporaryFolder();
        string path = folder.WriteGzip("facts.gz", [.. SmallFacts.Lines().Take(2), damaged]);

        var error = Assert.Throws<CorpusException>(() => FactBook.Load(path));

        Assert.Equal(3, error.Line);
    }

    [Fact]
    public void Load_CutOffFile_Throws()
    {
        const double kept = 0.7;
        using var folder = new SmallFacts.TemporaryFolder();
        string path = folder.WriteGzip("facts.gz", SmallFacts.Lines());
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..(int)(new FileInfo(path).Length * kept)]);

        Assert.Throws<CorpusException>(() => FactBook.Load(path));
    }

    [Fact]
    public void Load_NoGzip_Throws()
    {
        using var folder = new SmallFacts.TemporaryFolder();
        File.WriteAllLines(folder.PathOf("facts.gz"), SmallFacts.Lines());

        Assert.Throws<CorpusException>(() => FactBook.Load(folder.PathOf("facts.gz")));
    }

    [Fact]
    public void Generate_SmallFacts_SaysWhatTheFactsSay() => CheckCapitals(SmallFacts.Load());

    [SkippableFact]
    public void Generate_SharedFacts_SaysWhatTheFactsSay() => CheckCapitals(SmallFacts.LoadShared());

    [SkippableFact]
    public void Load_SharedFacts_KnowsTheWellKnownCountries()
    {
        var facts = SmallFacts.LoadShared();

        Assert.True(facts.Countries.Count(country => WellKnownCountries.Contains(country.Name)) >= 60);
        Assert.All(facts.Countries, country => Assert.DoesNotMatch(@"[&;()\[\]\d]|None", $"{country.Name} {country.Capital} {country.Currency} {string.Join(' ', country.Neighbours)}"));
    }

    private static void CheckCapitals(FactBook facts)
    {
        var capitals = facts.Countries.ToDictionary(country => country.InText, country => country.Capital);
        var continents = facts.Countries.ToDictionary(country => country.InText, country => country.Continent);
        int found = 0;
        foreach (string answer in new SyntheticCorpus(new()).Generate(facts, Seed, 3000).Where(document => document.Source == SyntheticSource.Facts).SelectMany(document => document.Messages).Select(message => message.Content))
        {
            if (CapitalSentence().Match(answer) is { Success: true } capital)
            {
                Assert.Equal(capitals[capital.Groups[1].Value], capital.Groups[2].Value);
                found++;
            }

            if (ContinentSentence().Match(answer) is { Success: true } continent && continents.TryGetValue(continent.Groups[1].Value, out string? expected))
            {
                Assert.Equal(expected, continent.Groups[2].Value);
            }
        }

        Assert.True(found > 100, $"{found} capitals");
    }

    [GeneratedRegex(@"^(?:Yes, t|No, t|T)he capital of (.+) is (.+)\.$")]
    private static partial Regex CapitalSentence();

    [GeneratedRegex(@"^(?:Yes, |No, )?(.+) is in (Africa|Asia|Europe|Oceania|North America|South America)\.$")]
    private static partial Regex ContinentSentence();
}
