using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Facts;

/// <summary>Questions about countries, and now and then plain statements about several of them.</summary>
/// <param name="source">The source name.</param>
/// <param name="threads">Where the questions come from.</param>
/// <param name="countries">Chooses countries.</param>
public sealed class FactDocumentGenerator(string source, IThreadGenerator threads, FactThreadGenerator countries) : IDocumentGenerator
{
    private const int PlainTextPercent = 10;
    private const int ExchangesMax = 3;

    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public TrainingDocument Generate(SeededRandom random)
    {
        if (!random.Chance(PlainTextPercent))
        {
            return ThreadDocumentGenerator.ToDocument(source, threads.Generate(random, ExchangesMax));
        }

        int count = random.Between(2, 4);
        return CountryPortraits.AsText(source, Enumerable.Range(0, count).Select(_ => countries.PickCountry(random)).Distinct().ToList());
    }
}
