using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Puts together what two sources say about the same countries.</summary>
internal sealed partial class CountryFactCollector
{
    /// <summary>Countries with several capitals, a disputed one, or a name that is not theirs alone, where one short sentence would be wrong.</summary>
    private static readonly HashSet<string> NoPlainCapital =
    [
        "Bolivia", "Sri Lanka", "Burundi", "Eswatini", "Benin", "Ivory Coast", "Western Sahara", "Israel", "Palestine", "Taiwan", "Georgia", "Norfolk Island",
    ];

    private readonly Dictionary<string, string> _continents = [];
    private readonly Dictionary<string, string> _currencies = [];
    private readonly Dictionary<string, string[]> _languages = [];
    private readonly Dictionary<string, JsonElement> _factbook = [];

    /// <summary>One property of one country: continent, currency_name or languages.</summary>
    public void AddCountry(JsonElement fact)
    {
        string country = CountryNames.Canonical(fact.GetProperty("country").GetString()!);
        if (fact.TryGetProperty("continent", out var continent) && continent.ValueKind == JsonValueKind.String)
        {
            _continents[country] = continent.GetString()!;
        }
        else if (fact.TryGetProperty("currency_name", out var currency) && currency.ValueKind == JsonValueKind.String)
        {
            _currencies[country] = currency.GetString()!;
        }
        else if (fact.TryGetProperty("languages", out var languages) && languages.ValueKind == JsonValueKind.Array)
        {
            _languages[country] = [.. languages.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
        }
    }

    /// <summary>What the factbook says about one country.</summary>
    public void AddFactbook(JsonElement facts) => _factbook[CountryNames.Canonical(Decode(facts.GetProperty("country").GetString()!))] = facts.Clone();

    /// <summary>The countries that both sources know and whose capital is one plain name, in alphabetical order.</summary>
    public IReadOnlyList<CountryFact> Collect()
        => [.. from name in _factbook.Keys.Order(StringComparer.Ordinal)
               where _continents.ContainsKey(name) && !name.Contains('(') && !NoPlainCapital.Contains(name)
               let capital = Capital(_factbook[name])
               where capital is not null
               let currency = CurrencyNames.InText(name, _currencies.GetValueOrDefault(name))
               select new CountryFact(name, capital, Continent(name), currency, Language(name), Neighbours(_factbook[name]))];

    private string? Continent(string country) => _continents[country] is "Antarctica" ? null : _continents[country];

    private string? Language(string country)
    {
        string? first = WellKnownCountries.FirstLanguage(country);
        bool known = first is not null
            && (_languages.GetValueOrDefault(country, []).Contains(first) || Text(_factbook[country], "languages").Contains(first, StringComparison.Ordinal));
        return known ? first : null;
    }

    private static string? Capital(JsonElement facts)
    {
        string capital = NotName().Split(Text(facts, "capital"))[0].Trim();
        return capital.Length > 0 && char.IsUpper(capital[0]) && capital != "None" ? capital : null;
    }

    private string[] Neighbours(JsonElement facts)
    {
        string[] parts = Text(facts, "neighbours").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var matches = parts.Select(part => Border().Match(part)).ToArray();
        string[] names = [.. matches.Select(match => CountryNames.Canonical(match.Groups[1].Value))];
        return matches.All(match => match.Success) && names.All(_continents.ContainsKey) ? names : [];
    }

    private static string Text(JsonElement facts, string property)
        => facts.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? Decode(value.GetString()!) : "";

    private static string Decode(string text) => WebUtility.HtmlDecode(text).Replace('\u00A0', ' ');

    [GeneratedRegex(@"[;,(]| in ")]
    private static partial Regex NotName();

    [GeneratedRegex(@"^([A-Z][A-Za-z' -]+?) [\d.,]+ km(?: \(.*\))?$")]
    private static partial Regex Border();
}
