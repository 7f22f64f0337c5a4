using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>All that is known about one country in a few sentences, on request or as plain text.</summary>
internal static class CountryPortraits
{
    private static readonly string[] Requests =
    [
        "Tell me about {country}.", "What do you know about {country}?", "[Tell me|Do you know] something about {country}[.|?]",
        "Describe {country}.", "[Give me|Tell me] [some|a few] facts about {country}.", "Can you tell me about {country}?",
        "[What is|What kind of place is] {country}?", "I want to learn about {country}.",
    ];

    private static readonly string[] InContinent =
    [
        "[Name|Tell me] a country in {continent}.", "[Which|What] country is in {continent}?", "Do you know a country in {continent}?",
        "Give me a country in {continent}.",
    ];

    public static Exchange Describe(CountryFact country, SeededRandom random)
        => new(TextNoise.Apply(Template.Expand(Requests, random, FactExchanges.Slots(country)), random), Portrait(country));

    public static Exchange NameOneIn(CountryFact country, SeededRandom random)
        => new(
            TextNoise.Apply(Template.Expand(InContinent, random, FactExchanges.Slots(country)), random),
            $"{Prose.Capitalise(country.InText)} {FactExchanges.Slots(country)["is"]} a country in {country.Continent}.");

    /// <summary>Statements about a few countries as plain text, in any order.</summary>
    public static TrainingDocument AsText(string source, IEnumerable<CountryFact> countries)
        => TrainingDocument.OfText(source, string.Join("\n\n", countries.Select(Portrait)));

    private static string Portrait(CountryFact country)
    {
        var slots = FactExchanges.Slots(country);
        string portrait = country.Continent is null ? "" : $"{Prose.Capitalise(country.InText)} {slots["is"]} in {country.Continent}. ";
        portrait += $"The capital of {country.InText} is {country.Capital}.";
        portrait += (country.Language, country.Currency) switch
        {
            (not null, not null) => $" People there speak {country.Language} and pay with the {country.Currency}.",
            (not null, null) => $" People there speak {country.Language}.",
            (null, not null) => $" People there pay with the {country.Currency}.",
            _ => "",
        };
        string subject = slots["has"] == "has" ? "It has" : "They have";
        return country.Neighbours.Count is > 0 and <= 5 ? $"{portrait} {subject} {slots["borders"]} with {slots["neighbours"]}." : portrait;
    }
}
