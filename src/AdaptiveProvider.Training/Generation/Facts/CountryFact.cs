namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>What the facts say about one country.</summary>
/// <param name="Name">Its name without an article.</param>
/// <param name="Capital">Its capital.</param>
/// <param name="Continent">Its continent; null when not known.</param>
/// <param name="Currency">Its currency as in running text ("euro", "Japanese yen"); null when not known or out of date.</param>
/// <param name="Language">A language spoken there by most people; null when not known.</param>
/// <param name="Neighbours">The countries at its land borders; empty when it has none or they are not known.</param>
public sealed record CountryFact(string Name, string Capital, string? Continent, string? Currency, string? Language, IReadOnlyList<string> Neighbours)
{
    /// <summary>The name as it stands in a sentence: "the Netherlands", "France".</summary>
    public string InText => CountryNames.InText(Name);
}
