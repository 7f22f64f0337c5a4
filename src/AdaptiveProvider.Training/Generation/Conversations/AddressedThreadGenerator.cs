using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Conversations;

/// <summary>Threads whose first message now and then speaks to the model, asks politely or says why one asks.</summary>
/// <param name="threads">The threads as they are.</param>
public sealed class AddressedThreadGenerator(IThreadGenerator threads) : IThreadGenerator
{
    private const int AddressedPercent = 15;

    private static readonly string[] Before =
    [
        "Hey Ada!", "Hi Ada,", "Ada,", "Hi!", "Hello!", "Ok.", "Quick question:", "I have a question.", "Please tell me:", "Question:",
        "Good morning!", "Next question:", "One more:", "Let me ask you something.", "Help me, please.", "For my homework:", "My son asks:",
        "I forgot:",
    ];

    private static readonly string[] After = ["Please.", "Thank you.", "Thanks!", "I need to know.", "Please help me.", "Please answer shortly."];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        var thread = threads.Generate(random, exchangesMax);
        return random.Chance(AddressedPercent) ? [thread[0] with { User = Address(thread[0].User, random) }, .. thread.Skip(1)] : thread;
    }

    private static string Address(string message, SeededRandom random)
    {
        bool sentence = message[^1] is '.' or '?' or '!';
        string words = random.Pick(sentence && random.Chance(35) ? After : Before);
        string addressed = sentence && After.Contains(words) ? $"{message} {words}" : $"{words} {message}";
        return message.Any(char.IsUpper) ? addressed : addressed.ToLowerInvariant();
    }
}
