using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Words;

/// <summary>Opposites, colours, counting, days, spelling and the like.</summary>
public sealed class WordThreadGenerator : IThreadGenerator
{
    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        var thread = new List<Exchange>();
        int count = random.Between(1, exchangesMax);
        while (thread.Count < count)
        {
            var exchange = random.Below(20) switch
            {
                <= 8 => WordQuestions.Next(random),
                <= 16 => SequenceQuestions.Next(random),
                _ => ListQuestions.Next(random),
            };
            if (thread.All(earlier => earlier.Assistant != exchange.Assistant))
            {
                thread.Add(exchange);
            }
        }

        return thread;
    }
}
