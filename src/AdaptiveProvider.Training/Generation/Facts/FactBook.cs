namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Facts about countries and words, read from outside the repository.</summary>
/// <param name="Countries">The countries whose facts two sources agree on, by name.</param>
/// <param name="Dictionary">The senses of the words, in the order of the source.</param>
public sealed record FactBook(IReadOnlyList<CountryFact> Countries, IReadOnlyList<DictionaryEntry> Dictionary)
{
    /// <summary>Reads a gzipped file of facts, one JSON object a line: src countries, factbook or open_english_wordnet.</summary>
    /// <exception cref="Data.CorpusException">The file is missing, damaged or holds no facts.</exception>
    public static FactBook Load(string path) => FactBookReader.Load(path);
}
