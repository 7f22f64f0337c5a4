using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Stories as titled plain text, or told on request.</summary>
/// <param name="source">The source name.</param>
/// <param name="threads">Where the told ones come from.</param>
public sealed class StoryDocumentGenerator(string source, IThreadGenerator threads) : IDocumentGenerator
{
    private const int PlainTextPercent = 25;

    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public TrainingDocument Generate(SeededRandom random)
    {
        if (!random.Chance(PlainTextPercent))
        {
            return ThreadDocumentGenerator.ToDocument(source, threads.Generate(random, exchangesMax: 2));
        }

        var story = StoryTeller.Tell(StoryTeller.Cast(random), null, needsThing: false, random);
        return TrainingDocument.OfText(source, $"{story.Title}\n\n{story.Text}");
    }
}
