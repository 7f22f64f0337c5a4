using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.SmallTalk;

/// <summary>Jokes on request, another one on further request, and what people say to them.</summary>
public sealed class JokeThreadGenerator : IThreadGenerator
{
    private static readonly string[] Requests =
    [
        "Tell me a joke.", "Do you know a joke?", "[Can you|Could you|Please] tell me a joke[.|?]", "Make me laugh.", "Say something funny.",
        "I want to hear a joke.", "Do you know any [good|funny] jokes?", "Joke please", "Tell me something funny.", "A joke, please.",
        "Tell me a [short|good|funny] joke.", "Do you know a riddle?", "Got any jokes?", "[Hey|Hi] Ada, tell me a joke.", "I need a laugh.",
        "Tell us a joke!", "A riddle, please.",
    ];

    private static readonly string[] More =
    [
        "Another one[, please|]!", "[Tell me|Do you know] another one[.|?]", "One more[, please|]!", "More jokes!", "Haha, another!", "Again!",
        "Do you know one more?",
    ];

    private static readonly Topic Reaction = new(
        ["Haha!", "That was funny!", "Ha ha ha", "Lol", "Good one!", "That's a good joke.", "Very funny!", "Hahaha, I like it."],
        ["I am glad you liked it!", "Thank you! I am happy that I made you laugh.", "I am glad it made you laugh!"]);

    private static readonly Topic Groan = new(
        ["That was not funny.", "That was bad.", "I don't get it.", "Not funny.", "Boo!"],
        ["I am sorry. I am better at stories, I think.", "Sorry! I will try a better one next time."]);

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        string[] jokes = random.Shuffle(Jokes.All);
        int count = random.Between(1, exchangesMax);
        var thread = new List<Exchange> { new(TextNoise.Apply(Template.Expand(random.PickUsual(Requests), random), random), jokes[0]) };
        while (thread.Count < count)
        {
            if (thread.Count == count - 1 && random.Chance(50))
            {
                thread.Add((random.Chance(80) ? Reaction : Groan).Expand(random));
                break;
            }

            thread.Add(new(TextNoise.Apply(Template.Expand(More, random), random), jokes[thread.Count]));
        }

        return thread;
    }
}
