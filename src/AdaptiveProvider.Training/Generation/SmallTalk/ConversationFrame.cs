using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>How a conversation is opened and closed.</summary>
public static class ConversationFrame
{
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
}
