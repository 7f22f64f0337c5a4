using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Threads of different topics, one exchange each.</summary>
public sealed class TopicThreadGenerator(IReadOnlyList<Topic> topics) : IThreadGenerator
{
    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        int count = Math.Min(random.Between(1, exchangesMax), topics.Count);
        return [.. random.Shuffle(topics).Take(count).Select(topic => topic.Expand(random))];
    }
}
