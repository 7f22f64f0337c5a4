using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Questions about countries, well-known ones far more often than the others, with follow-ups.</summary>
public sealed class FactThreadGenerator : IThreadGenerator
{
    private const int MostAskedPercent = 45;
    private const int WellKnownPercent = 75;
    private const int OtherPercent = 30;
    private const int FollowUpPercent = 75;
    private const int AttemptsMax = 30;

    private static readonly FactKind[] KindsByFrequency =
    [
        FactKind.Capital, FactKind.Capital, FactKind.Capital, FactKind.Capital, FactKind.Capital, FactKind.CountryOfCapital, FactKind.CountryOfCapital, FactKind.WhereIsCapital,
        FactKind.Continent, FactKind.Continent, FactKind.Continent, FactKind.Currency, FactKind.Currency, FactKind.Language, FactKind.Language, FactKind.Neighbours,
    ];

    private readonly CountryFact[] _all;
    private readonly CountryFact[] _wellKnown;
    private readonly CountryFact[] _mostAsked;

    /// <summary>A generator over the countries of a fact book.</summary>
    /// <exception cref="CorpusException">The fact book holds no countries.</exception>
    public FactThreadGenerator(FactBook facts)
    {
        _all = [.. facts.Countries];
        _mostAsked = [.. facts.Countries.Where(country => WellKnownCountries.IsMostAsked(country.Name))];
        _wellKnown = [.. facts.Countries.Where(country => WellKnownCountries.Contains(country.Name))];
        if (_all.Length == 0)
        {
            throw new CorpusException("The facts hold no countries. Give a facts file with the sources countries and factbook, or set the share of facts to zero.");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        if (random.Chance(OtherPercent))
        {
            return [Other(random)];
        }

        int count = random.Between(1, exchangesMax);
        var kind = random.Pick(KindsByFrequency);
        var thread = new List<Exchange> { About(ref kind, random, FactExchanges.Create) };
        while (thread.Count < count && random.Chance(FollowUpPercent))
        {
            thread.Add(About(ref kind, random, FactExchanges.FollowUp));
        }

        return thread;
    }

    /// <summary>A country, well-known ones far more often.</summary>
    public CountryFact PickCountry(SeededRandom random)
    {
        var pool = random.Chance(MostAskedPercent) ? _mostAsked : random.Chance(WellKnownPercent) ? _wellKnown : _all;
        return random.Pick(pool.Length > 0 ? pool : _all);
    }

    /// <summary>An exchange of the kind about a country whose facts allow it; about capitals, which all have, where none is found soon.</summary>
    private Exchange About(ref FactKind kind, SeededRandom random, Func<FactKind, CountryFact, SeededRandom, Exchange?> create)
    {
        for (int attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (create(kind, PickCountry(random), random) is { } exchange)
            {
                return exchange;
            }
        }

        kind = FactKind.Capital;
        return FactExchanges.Create(kind, PickCountry(random), random)!;
    }

    private Exchange Other(SeededRandom random)
    {
        var country = PickCountry(random);
        return random.Below(10) switch
        {
            <= 3 => CountryPortraits.Describe(country, random),
            4 when country.Continent is not null => CountryPortraits.NameOneIn(country, random),
            _ => Claim(random),
        };
    }

    /// <summary>A claim to be confirmed or put right.</summary>
    private Exchange Claim(SeededRandom random)
    {
        var country = PickCountry(random);
        var other = random.Chance(50) ? country : PickCountry(random);
        if (random.Chance(60) || country.Continent is null || other.Continent is null)
        {
            string question = $"Is {other.Capital} the capital of {country.InText}?";
            string answer = $"The capital of {country.InText} is {country.Capital}.";
            return new(TextNoise.Apply(question, random), (other.Capital == country.Capital ? "Yes, t" : "No, t") + answer[1..]);
        }

        string verb = FactExchanges.Slots(country)["is"];
        return new(
            TextNoise.Apply($"{Prose.Capitalise(verb)} {country.InText} in {other.Continent}?", random),
            $"{(other.Continent == country.Continent ? "Yes" : "No")}, {country.InText} {verb} in {country.Continent}.");
    }
}
