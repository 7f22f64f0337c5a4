namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>How country names are written.</summary>
public static class CountryNames
{
    private static readonly HashSet<string> WithArticle =
    [
        "United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Philippines", "Czech Republic", "Bahamas", "Maldives", "Gambia",
        "Dominican Republic", "Central African Republic", "Comoros", "Seychelles", "Democratic Republic of the Congo", "Holy See",
    ];

    private static readonly Dictionary<string, string> Aliases = new()
    {
        ["Czechia"] = "Czech Republic",
        ["The Bahamas"] = "Bahamas",
        ["The Gambia"] = "Gambia",
        ["The Dominican"] = "Dominican Republic",
        ["US"] = "United States",
        ["UK"] = "United Kingdom",
        ["UAE"] = "United Arab Emirates",
        ["Fiji Islands"] = "Fiji",
        ["Burma"] = "Myanmar",
        ["Congo, The Democratic Republic of the"] = "Democratic Republic of the Congo",
        ["Republic of the Congo"] = "Congo",
        ["Macedonia"] = "North Macedonia",
        ["Cote d'Ivoire"] = "Ivory Coast",
        ["Côte d'Ivoire"] = "Ivory Coast",
        ["Timor-Leste"] = "East Timor",
    };

    /// <summary>One name per country, whatever the source calls it.</summary>
    public static string Canonical(string name) => Aliases.GetValueOrDefault(name.Trim(), name.Trim());

    /// <summary>The name as it stands in a sentence, with "the" where English wants it.</summary>
    public static string InText(string name) => WithArticle.Contains(name) || name.EndsWith(" Islands", StringComparison.Ordinal) ? "the " + name : name;
}
