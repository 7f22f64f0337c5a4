using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Identity;
using AdaptiveProvider.Training.Generation.SmallTalk;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Conversations that go from one subject to the next: a greeting, two or three threads, thanks and a goodbye.</summary>
/// <param name="source">The source name.</param>
/// <param name="threads">The kinds of threads; each is as likely as the others.</param>
/// <param name="impersonal">Those that say nothing about the person, and so cannot contradict what the person has told.</param>
public sealed class MixedDocumentGenerator(string source, IReadOnlyList<IThreadGenerator> threads, IReadOnlyList<IThreadGenerator> impersonal) : IDocumentGenerator
{
    private const int ExchangesMax = 6;
    private const int RememberPercent = 20;

    /// <inheritdoc/>
    public string Source => source;

    /// <inheritdoc/>
    public TrainingDocument Generate(SeededRandom random)
    {
        var opening = ConversationFrame.Opening(random);
        var closing = ConversationFrame.Closing(random);
        int room = ExchangesMax - opening.Count - closing.Count;
        var middle = random.Chance(RememberPercent) && room >= 3 ? Remembering(room, random) : Chain(threads, random.Between(2, room), random);
        return ThreadDocumentGenerator.ToDocument(source, [.. opening, .. middle, .. closing]);
    }

    /// <summary>Something is told, other things are talked about, and it is asked again.</summary>
    private IReadOnlyList<Exchange> Remembering(int room, SeededRandom random)
    {
        var (tell, ask) = TalkMemory.Next(random);
        return [tell, .. Chain(impersonal, random.Between(1, room - 2), random), ask];
    }

    private static List<Exchange> Chain(IReadOnlyList<IThreadGenerator> kinds, int exchanges, SeededRandom random)
    {
        var chosen = new List<Exchange>();
        foreach (var generator in random.Shuffle(kinds))
        {
            if (chosen.Count < exchanges)
            {
                chosen.AddRange(generator.Generate(random, Math.Min(2, exchanges - chosen.Count)));
            }
        }

        return chosen;
    }
}
