using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>Greetings, how are you, feelings, likes, jokes, thanks and goodbyes.</summary>
public sealed class SmallTalkThreadGenerator : IThreadGenerator
{
    private static readonly TopicThreadGenerator Chat = new(ChatTopics.Others);
    private static readonly TopicThreadGenerator Feelings = new(FeelingTopics.All);
    private static readonly JokeThreadGenerator Jokes = new();

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        var middle = random.Below(100) switch
        {
            < 40 => Chat.Generate(random, Math.Min(2, exchangesMax)),
            < 60 => Feelings.Generate(random, 1),
            < 75 => Jokes.Generate(random, exchangesMax),
            _ => HowAreYou(random, exchangesMax),
        };
        return exchangesMax == 1 || random.Chance(50) ? [.. middle.Take(exchangesMax)] : [.. Opening(random).Concat(middle).Concat(Closing(random)).Take(exchangesMax + 2)];
    }

    /// <summary>A greeting, in some cases none.</summary>
    public static IReadOnlyList<Exchange> Opening(SeededRandom random) => random.Below(10) switch
    {
        <= 5 => [Greetings.Hello.Expand(random)],
        6 => [random.Pick(Greetings.TimeOfDay).Expand(random)],
        _ => [],
    };

    /// <summary>Thanks, a goodbye, both or nothing.</summary>
    public static IReadOnlyList<Exchange> Closing(SeededRandom random) => random.Below(10) switch
    {
        <= 2 => [Greetings.Thanks.Expand(random)],
        <= 4 => [Greetings.Bye.Expand(random)],
        5 => [Greetings.Thanks.Expand(random), Greetings.Bye.Expand(random)],
        6 => [Greetings.GoodNight.Expand(random)],
        _ => [],
    };

    private static IReadOnlyList<Exchange> HowAreYou(SeededRandom random, int exchangesMax)
    {
        var question = ChatTopics.HowAreYou.Expand(random);
        return exchangesMax == 1 || random.Chance(40) ? [question] : [question, (random.Chance(80) ? ChatTopics.IAmFine : ChatTopics.IAmNotFine).Expand(random)];
    }
}
