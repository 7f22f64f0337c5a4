namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>What is asked about a country.</summary>
public enum FactKind
{
    /// <summary>Its capital.</summary>
    Capital,

    /// <summary>Which country a capital belongs to.</summary>
    CountryOfCapital,

    /// <summary>Where a capital is.</summary>
    WhereIsCapital,

    /// <summary>Its continent.</summary>
    Continent,

    /// <summary>Its currency.</summary>
    Currency,

    /// <summary>Its language.</summary>
    Language,

    /// <summary>The countries at its borders.</summary>
    Neighbours,
}
