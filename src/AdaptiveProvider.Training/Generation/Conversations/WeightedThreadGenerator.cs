using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Threads of several kinds, each with its share.</summary>
/// <param name="kinds">The kinds and their weights.</param>
public sealed class WeightedThreadGenerator(params IReadOnlyList<(int Weight, IThreadGenerator Threads)> kinds) : IThreadGenerator
{
    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        int drawn = random.Below(kinds.Sum(kind => kind.Weight));
        int chosen = 0;
        while (drawn >= kinds[chosen].Weight)
        {
            drawn -= kinds[chosen++].Weight;
        }

        return kinds[chosen].Threads.Generate(random, exchangesMax);
    }
}
