using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Questions and answers about one country; every answer is one plain sentence, always of the same form.</summary>
internal static class FactExchanges
{
    private static readonly Topic Capital = new(
        [
            "What is the capital of {country}?", "[What is|What's|Tell me|Do you know] the capital [city|] of {country}?",
            "[Can you tell me|Please tell me|I want to know] the capital of {country}.",
            "[Which city is|What city is] the capital of {country}?", "Capital of {country}?", "{Country} capital?", "Name the capital of {country}.",
            "What is {country's} capital [city|]?",
        ],
        ["The capital of {country} is {capital}."]);

    private static readonly Topic CountryOfCapital = new(
        [
            "{Capital} is the capital of which country?", "[Which country has|What country has] {capital} as its capital?",
            "[Which country|What country] is {capital} the capital of?",
            "Of which country is {capital} the capital?", "{Capital} is the capital of what?",
        ],
        ["{Capital} is the capital of {country}."]);

    private static readonly Topic WhereIsCapital = new(
        ["Where is {capital}?", "[In which country|Which country] is {capital} in?", "What country is {capital} in?"],
        ["{Capital} is in {country}."]);

    private static readonly Topic Continent = new(
        [
            "[Which|What] continent is {country} in?", "[Which|What] continent is {country} on?", "On [which|what] continent is {country}?",
            "Where is {country}?", "In which part of the world is {country}?",
            "[Tell me|Do you know] where {country} is[.|?]",
        ],
        ["{Country} {is} in {continent}."]);

    private static readonly Topic Currency = new(
        [
            "What is the currency of {country}?", "[What's|Tell me] the currency of {country}?", "[What|Which] currency is used in {country}?",
            "[What|Which] money [do people use|is used] in {country}?",
            "What do people pay with in {country}?", "Currency of {country}?", "[What|Which] currency does {country} use?",
            "How do people pay in {country}?",
        ],
        ["The currency of {country} is the {currency}."]);

    private static readonly Topic Language = new(
        [
            "What language is spoken in {country}?", "[What|Which] language [is spoken|do people speak|do they speak] in {country}?",
            "[What is|What's] the language of {country}?", "Language of {country}?", "What do people speak in {country}?",
        ],
        ["People in {country} speak {language}."]);

    private static readonly Topic Neighbours = new(
        [
            "[Which countries|What countries] [border|are next to|are neighbours of|touch] {country}?", "What are the neighbours of {country}?",
            "Name the neighbours of {country}.",
            "Who are {country's} neighbours?",
        ],
        ["{Country} {has} {borders} with {neighbours}."]);

    public static Exchange? Create(FactKind kind, CountryFact country, SeededRandom random) => kind switch
    {
        FactKind.Capital => Capital.Expand(random, Slots(country)),
        FactKind.CountryOfCapital => CountryOfCapital.Expand(random, Slots(country)),
        FactKind.WhereIsCapital when country.Capital != country.Name => WhereIsCapital.Expand(random, Slots(country)),
        FactKind.Continent when country.Continent is not null => Continent.Expand(random, Slots(country)),
        FactKind.Currency when country.Currency is not null => Currency.Expand(random, Slots(country)),
        FactKind.Language when country.Language is not null => Language.Expand(random, Slots(country)),
        FactKind.Neighbours when country.Neighbours.Count is > 0 and <= 5 => Neighbours.Expand(random, Slots(country)),
        _ => null,
    };

    /// <summary>"And Spain?" after a question of the same kind about another country.</summary>
    public static Exchange? FollowUp(FactKind kind, CountryFact country, SeededRandom random)
    {
        string about = kind is FactKind.CountryOfCapital or FactKind.WhereIsCapital ? country.Capital : country.InText;
        string template = kind == FactKind.Capital ? "[And|And what about|What about|And of] {about}?" : "[And|And what about|What about|How about|Ok, and] {about}?";
        string question = Template.Expand(template, random, new Dictionary<string, string> { ["about"] = about });
        return Create(kind, country, random) is { } exchange ? exchange with { User = TextNoise.Apply(question, random) } : null;
    }

    public static IReadOnlyDictionary<string, string> Slots(CountryFact country) => new Dictionary<string, string>
    {
        ["country"] = country.InText,
        ["country's"] = country.InText.EndsWith('s') ? country.InText + "'" : country.InText + "'s",
        ["capital"] = country.Capital,
        ["continent"] = country.Continent ?? "",
        ["currency"] = country.Currency ?? "",
        ["language"] = country.Language ?? "",
        ["neighbours"] = Prose.List([.. country.Neighbours.Select(CountryNames.InText)]),
        ["is"] = IsPlural(country) ? "are" : "is",
        ["has"] = IsPlural(country) ? "have" : "has",
        ["borders"] = country.Neighbours.Count == 1 ? "a border" : "borders",
    };

    private static bool IsPlural(CountryFact country)
        => country.Name is "Philippines" or "Maldives" or "Seychelles" or "Comoros" or "Bahamas" || country.Name.EndsWith(" Islands", StringComparison.Ordinal);
}
