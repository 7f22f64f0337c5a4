using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Makes threads: exchanges about one subject that make sense in their order, wherever they stand in a conversation.</summary>
public interface IThreadGenerator
{
    /// <summary>A thread of one to <paramref name="exchangesMax"/> exchanges.</summary>
    IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax);
}
