using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Documents of one thread each.</summary>
/// <param name="source">The source name.</param>
/// <param name="threads">Where the threads come from.</param>
/// <param name="exchangesMax">The most exchanges in a document.</param>
public sealed class ThreadDocumentGenerator(string source, IThreadGenerator threads, int exchangesMax) : IDocumentGenerator
{
    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public TrainingDocument Generate(SeededRandom random) => ToDocument(source, threads.Generate(random, exchangesMax));

    /// <summary>The exchanges as a conversation of alternating user and assistant turns.</summary>
    public static TrainingDocument ToDocument(string source, IEnumerable<Exchange> exchanges)
        => TrainingDocument.OfChat(source, [.. exchanges.SelectMany(Messages)]);

    private static TrainingMessage[] Messages(Exchange exchange) => [new("user", exchange.User), new("assistant", exchange.Assistant)];
}
