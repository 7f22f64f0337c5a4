using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Identity;

/// <summary>Questions about the model, requests it must refuse, and things it is told and asked again.</summary>
public sealed class IdentityThreadGenerator : IThreadGenerator
{
    private static readonly TopicThreadGenerator Self = new(IdentityTopics.All);
    private static readonly TopicThreadGenerator Unknowable = new(UnknowableTopics.All);

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        switch (random.Below(10))
        {
            case <= 5:
                return Self.Generate(random, exchangesMax);
            case <= 7:
                return Unknowable.Generate(random, Math.Min(2, exchangesMax));
            default:
                var (tell, ask) = TalkMemory.Next(random);
                return exchangesMax < 2 ? Self.Generate(random, 1) : [tell, .. exchangesMax > 2 && random.Chance(50) ? Self.Generate(random, 1) : [], ask];
        }
    }
}
