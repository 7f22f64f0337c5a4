using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation;

/// <summary>Makes documents of one kind.</summary>
public interface IDocumentGenerator
{
    /// <summary>The source name that its documents carry, for example synthetic_stories.</summary>
    string Source { get; }

    /// <summary>One document; everything about it follows from <paramref name="random"/>.</summary>
    TrainingDocument Generate(SeededRandom random);
}
