using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>Small talk, half of it with a greeting and an ending around it.</summary>
/// <param name="source">The source name.</param>
public sealed class SmallTalkDocumentGenerator(string source) : IDocumentGenerator
{
    private const int FramedPercent = 50;
    private const int ExchangesMax = 3;

    private readonly SmallTalkThreadGenerator _threads = new();

    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public TrainingDocument Generate(SeededRandom random)
    {
        bool framed = random.Chance(FramedPercent);
        return ThreadDocumentGenerator.ToDocument(source, framed
            ? [.. ConversationFrame.Opening(random), .. _threads.Generate(random, ExchangesMax), .. ConversationFrame.Closing(random)]
            : _threads.Generate(random, ExchangesMax));
    }
}
