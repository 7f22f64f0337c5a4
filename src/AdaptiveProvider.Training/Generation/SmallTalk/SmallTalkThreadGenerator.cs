using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>How are you, feelings, likes, jokes, and now and then a greeting or thanks alone.</summary>
public sealed class SmallTalkThreadGenerator : IThreadGenerator
{
    private static readonly TopicThreadGenerator Chat = new(ChatTopics.Others);
    private static readonly TopicThreadGenerator Feelings = new(FeelingTopics.All);
    private static readonly JokeThreadGenerator Jokes = new();

    private static readonly TopicThreadGenerator Courtesies = new(
        [Greetings.Hello, Greetings.Thanks, Greetings.Bye, Greetings.GoodNight, .. Greetings.TimeOfDay]);

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax) => random.Below(100) switch
    {
        < 38 => Chat.Generate(random, Math.Min(2, exchangesMax)),
        < 56 => Feelings.Generate(random, 1),
        < 72 => Jokes.Generate(random, exchangesMax),
        < 80 => Courtesies.Generate(random, 1),
        _ => HowAreYou(random, exchangesMax),
    };

    private static IReadOnlyList<Exchange> HowAreYou(SeededRandom random, int exchangesMax)
    {
        var question = ChatTopics.HowAreYou.Expand(random);
        return exchangesMax == 1 || random.Chance(40) ? [question] : [question, (random.Chance(80) ? ChatTopics.IAmFine : ChatTopics.IAmNotFine).Expand(random)];
    }
}
