using AdaptiveProvider.Testing.Models;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>Mixes from files, and what they refuse.</summary>
public class MixConfigurationTests
{
    [Fact]
    public void Load_File_GivesItsEntries()
    {
        var mix = Load("""{"entries":[{"name":"chat","weight":0.5},{"name":"stories","weight":2},]} // shares""");

        Assert.Equal([new MixEntry("chat", 0.5), new MixEntry("stories", 2)], mix.Entries.AsEnumerable());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"entries":[]}""")]
    [InlineData("""{"entries":null}""")]
    [InlineData("""{"entries":[null]}""")]
    [InlineData("""{"entries":[{"name":"a"}]}""")]
    [InlineData("""{"entries":[{"name":"a","weight":0}]}""")]
    [InlineData("""{"entries":[{"name":"a","weight":-1}]}""")]
    [InlineData("""{"entries":[{"name":"a","weight":1e99}]}""")]
    [InlineData("""{"entries":[{"name":"a","weight":"1"}]}""")]
    [InlineData("""{"entries":[{"name":" ","weight":1}]}""")]
    [InlineData("""{"entries":[{"name":null,"weight":1}]}""")]
    [InlineData("""{"entries":[{"name":"a","weight":1},{"name":"a","weight":2}]}""")]
    [InlineData("""{"entries":[{"name":"a","weight":1,"wieght":1}]}""")]
    public void Load_MalformedOrOutOfRange_IsATypedErrorThatNamesTheFile(string json)
        => Assert.Contains("mix.json", Assert.Throws<CorpusException>(() => Load(json)).File, StringComparison.Ordinal);

    [Fact]
    public void Load_MissingFile_IsATypedError() => Assert.Throws<CorpusException>(() => MixConfiguration.Load("/no/such/mix.json"));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    public void Of_WeightOutOfRange_IsRefused(double weight) => Assert.Throws<CorpusException>(() => MixConfiguration.Of(("a", weight)));

    [Theory]
    [InlineData("chat", true)]
    [InlineData("two", true)]
    [InlineData("chat/two", true)]
    [InlineData("chat/two/kind", true)]
    [InlineData("two/kind", true)]
    [InlineData("cha", false)]
    [InlineData("chat/kind", false)]
    [InlineData("chat/two/kind/x", false)]
    public void Names_WholePartsOfASource_Only(string name, bool expected) => Assert.Equal(expected, new MixEntry(name, 1).Names("chat/two/kind"));

    [Fact]
    public void Proportional_Store_WeighsSourcesByTheirTrainingTokens()
    {
        var store = SmallCorpus.Store(SmallCorpus.Documents(1));
        var mix = MixConfiguration.Proportional(store);
        var tokens = store.Sources.Select((_, source) => (double)Enumerable.Range(0, store.DocumentCount)
            .Where(document => store.SourceOf(document) == source && !store.IsHeldOut(document)).Sum(store.LengthOf)).ToList();

        Assert.Equal(store.Sources, mix.Entries.Select(entry => entry.Name));
        Assert.Equal(tokens.Select(count => count / tokens.Max()), mix.Entries.Select(entry => entry.Weight));
    }

    private static MixConfiguration Load(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["mix.json"], json);
        return MixConfiguration.Load(folder["mix.json"]);
    }
}
