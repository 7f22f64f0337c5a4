namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Countries that people ask about most, each with the language that one would name for it.</summary>
public static class WellKnownCountries
{
    private static readonly Dictionary<string, string> Languages = new[]
    {
        "France:French", "Germany:German", "Spain:Spanish", "Italy:Italian", "Portugal:Portuguese", "Greece:Greek", "Ireland:English",
        "United Kingdom:English", "Netherlands:Dutch", "Belgium:Dutch", "Switzerland:German", "Austria:German", "Sweden:Swedish", "Norway:Norwegian",
        "Denmark:Danish", "Finland:Finnish", "Iceland:Icelandic", "Poland:Polish", "Czech Republic:Czech", "Hungary:Hungarian", "Romania:Romanian",
        "Bulgaria:Bulgarian", "Croatia:Croatian", "Serbia:Serbian", "Ukraine:Ukrainian", "Russia:Russian", "Turkey:Turkish", "Egypt:Arabic",
        "Morocco:Arabic", "Algeria:Arabic", "Tunisia:Arabic", "Kenya:English", "Nigeria:English", "Ghana:English", "Ethiopia:Amharic",
        "Tanzania:Swahili", "South Africa:English", "Japan:Japanese", "China:Chinese", "India:Hindi", "Thailand:Thai", "Vietnam:Vietnamese",
        "Indonesia:Indonesian", "Malaysia:Malay", "Philippines:Tagalog", "South Korea:Korean", "North Korea:Korean", "Pakistan:Urdu",
        "Bangladesh:Bengali", "Nepal:Nepali", "Mongolia:Mongolian", "Iran:Persian", "Iraq:Arabic", "Israel:Hebrew", "Saudi Arabia:Arabic",
        "Australia:English", "New Zealand:English", "Canada:English", "United States:English", "Mexico:Spanish", "Brazil:Portuguese",
        "Argentina:Spanish", "Chile:Spanish", "Peru:Spanish", "Colombia:Spanish", "Venezuela:Spanish", "Cuba:Spanish", "Jamaica:English",
        "Singapore:English",
    }.Select(pair => pair.Split(':')).ToDictionary(pair => pair[0], pair => pair[1]);

    private static readonly HashSet<string> MostAskedNames =
    [
        "France", "Germany", "Spain", "Italy", "Portugal", "Greece", "United Kingdom", "Ireland", "Netherlands", "Belgium", "Switzerland", "Austria",
        "Sweden", "Norway", "Denmark", "Poland", "Russia", "Turkey", "Egypt", "Kenya", "Japan", "China", "India", "South Korea",
        "Australia", "Canada", "United States", "Mexico", "Brazil", "Argentina",
    ];

    /// <summary>Whether people ask about the country most of all.</summary>
    public static bool IsMostAsked(string country) => MostAskedNames.Contains(country);

    /// <summary>Whether people ask about the country often.</summary>
    public static bool Contains(string country) => Languages.ContainsKey(country);

    /// <summary>The language one would name first; it counts only where the facts name it too.</summary>
    public static string? FirstLanguage(string country) => Languages.GetValueOrDefault(country);
}
