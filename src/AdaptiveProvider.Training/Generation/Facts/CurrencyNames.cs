namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>How currencies are written in running text.</summary>
public static class CurrencyNames
{
    /// <summary>Countries whose currency has changed since, or which the facts name wrongly.</summary>
    private static readonly HashSet<string> OutOfDate =
    [
        "Croatia", "Latvia", "Lithuania", "Ecuador", "Tunisia", "Madagascar", "Zimbabwe", "Venezuela", "Ghana", "Zambia", "Mozambique", "Sudan",
        "Turkmenistan", "Belarus",
        "Azerbaijan", "Mauritania", "Angola", "Suriname", "Bulgaria", "Estonia", "Slovakia", "Slovenia", "Malta", "Cyprus", "El Salvador",
        "Nicaragua", "Afghanistan",
    ];

    private static readonly Dictionary<string, string> Renamed = new()
    {
        ["Iceland Krona"] = "Icelandic krona",
        ["Ukraine Hryvnia"] = "Ukrainian hryvnia",
        ["Pakistan Rupee"] = "Pakistani rupee",
        ["Uganda Shilling"] = "Ugandan shilling",
        ["Paraguay Guarani"] = "Paraguayan guarani",
        ["Korean Won"] = "South Korean won",
        ["Kampuchean Riel"] = "Cambodian riel",
        ["Mexican Nuevo Peso"] = "Mexican peso",
        ["Peruvian Nuevo Sol"] = "Peruvian sol",
        ["Romanian New Leu"] = "Romanian leu",
        ["Israeli New Shekel"] = "Israeli shekel",
        ["Yuan Renminbi"] = "Chinese yuan",
        ["Polish Zloty"] = "Polish zloty",
    };

    private static readonly string[] CommonNouns = ["Euro", "Pound", "Sterling", "Boliviano"];

    /// <summary>The currency as in running text; null where the facts about the country are out of date or unusual, or few people ask.</summary>
    /// <param name="country">The country.</param>
    /// <param name="currency">The currency as the facts write it, every word with a capital.</param>
    public static string? InText(string country, string? currency)
    {
        if (currency is null || OutOfDate.Contains(country) || (!WellKnownCountries.Contains(country) && currency is not ("Euro" or "US Dollar")))
        {
            return null;
        }

        if (Renamed.TryGetValue(currency, out string? renamed))
        {
            return renamed;
        }

        string[] words = currency.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool unusual = words.Length is 0 or > 3
            || words.Any(word => word.Length > 2 && word.All(char.IsUpper))
            || !currency.All(letter => char.IsLetter(letter) || letter == ' ');
        return unusual ? null : string.Join(' ', words.Select((word, i) => i == words.Length - 1 || CommonNouns.Contains(word) ? word.ToLowerInvariant() : word));
    }
}
