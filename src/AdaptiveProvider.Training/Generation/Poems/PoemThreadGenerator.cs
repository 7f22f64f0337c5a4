using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Poems;

/// <summary>Short poems on request.</summary>
public sealed class PoemThreadGenerator : IThreadGenerator
{
    private static readonly string[] Any =
    [
        "[Write|Tell|Make] [me|] a poem.", "[Can you|Please] write a [short|little|] poem[?|.]", "Do you know a poem?", "A poem, please.",
        "I want to hear a poem.",
    ];

    private static readonly string[] About =
    [
        "[Write|Make] [me|] a [short|little|] poem about {subject}.", "[Can you|Please] write a poem about {subject}[?|.]",
        "A poem about {subject}, please.", "Poem about {subject}", "I want to hear a poem about {subject}.", "Do you know a poem about {subject}?",
        "Tell me a [poem|rhyme] about {subject}.",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        string subject = random.Pick(PoemTeller.Subjects);
        string question = Template.Expand(random.Chance(25) ? Any : About, random, new Dictionary<string, string> { ["subject"] = subject });
        return [new(TextNoise.Apply(question, random, typos: false), PoemTeller.Tell(subject, random))];
    }
}
