using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Stories;

/// <summary>Stories on request, and questions about who was in them.</summary>
public sealed class StoryThreadGenerator : IThreadGenerator
{
    private static readonly string[] AnyStory =
    [
        "Tell me a story.", "Tell me a [short story|little story|nice story|bedtime story|fairy tale].",
        "[Can you|Could you|Will you|Please] tell me a story[?|.]", "I want to hear a story.", "A story, please.",
        "Do you know a [good|nice|short] story?", "Write [me|] a [short|] story.",
        "Make up a story.", "Story please", "[Hey|Hi] Ada, tell me a story.", "I would like a story[, please|].",
        "Tell me something before I go to sleep.",
    ];

    private static readonly string[] AboutSubject =
    [
        "Tell me a story about {subject}.", "Tell me a [short story|little story|bedtime story|fairy tale] about {subject}.",
        "[Can you|Could you|Please] tell me a story about {subject}[?|.]", "I want to hear a story about {subject}.",
        "A story about {subject}, please.",
        "Do you know a story about {subject}?", "Write [me|] a [short|] story about {subject}.", "Make up a story about {subject}.",
        "Story about {subject}", "Tell a story about {subject}.", "I would like a story about {subject}.",
        "Please write a short story about {subject}.", "Tell me about {subject} in a story.",
    ];

    private static readonly Topic WhoWasHero = new(
        ["Who was the story about?", "What was the {kind} called?", "What was the name of the {kind}?", "What was the {kind's} name?"],
        ["The {kind} was called {hero}."]);

    private static readonly Topic WhoWasFriend = new(
        ["Who was {hero's} friend?", "Who helped {hero}?", "Who was {friend}?", "Who else was in the story?"],
        ["{Friend} the {fkind} was in the story too."]);

    private static readonly Topic WhereDidItHappen = new(
        ["Where did {hero} live?", "Where did the story happen?", "Where was that?"],
        ["{Hero} lived {at}."]);

    private static readonly Topic Praise = new(
        ["That was a nice story!", "I liked it.", "What a lovely story!", "Great story!", "Nice!", "Thank you, that was lovely.", "Good story."],
        ["Thank you! I am glad you liked it.", "I am glad you liked the story!"]);

    private static readonly string[] Another =
    [
        "Another one[, please|]!", "Tell me another [one|story].", "One more story[, please|].", "More!", "Again!", "Can you tell me another story?",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Generate(SeededRandom random, int exchangesMax)
    {
        var request = StoryRequestPolicy.Next(random);
        var story = StoryTeller.Tell(request.Cast, request.Plot, request.NeedsThing, random);
        var thread = new List<Exchange> { Ask(request, story, random) };
        if (exchangesMax > 1 && random.Chance(35))
        {
            thread.Add(FollowUp(story, random));
        }

        return thread;
    }

    private static Exchange Ask(StoryRequest request, Story story, SeededRandom random)
    {
        string question = request.Subject is null
            ? Template.Expand(random.PickUsual(AnyStory), random)
            : Template.Expand(random.PickUsual(AboutSubject), random, new Dictionary<string, string> { ["subject"] = request.Subject });
        return new(TextNoise.Apply(question, random, typos: false), story.Text);
    }

    private static Exchange FollowUp(Story story, SeededRandom random)
    {
        if (random.Chance(25))
        {
            var next = StoryTeller.Tell(StoryTeller.Cast(random), null, needsThing: false, random);
            return new(TextNoise.Apply(Template.Expand(Another, random), random), next.Text);
        }

        var slots = story.Cast.Slots();
        slots["kind's"] = story.Cast.Hero.Kind + "'s";
        return random.Pick([WhoWasHero, WhoWasFriend, WhereDidItHappen, Praise, Praise]).Expand(random, slots);
    }
}
