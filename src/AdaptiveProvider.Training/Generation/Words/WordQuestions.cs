using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Words;

/// <summary>Questions about words: opposites, colours, sounds, young animals, groups, rhymes, plurals.</summary>
internal static class WordQuestions
{
    private static readonly Topic Opposite = new(
        [
            "What is the opposite of {one}?", "[What's|Tell me] the opposite of {one}?", "Opposite of {one}?", "What is the opposite of \"{one}\"?",
            "[Give me|Name] the opposite of {one}.", "What word means the opposite of {one}?",
            "[Do you know|Can you tell me] the opposite of {one}?", "The opposite of {one} is?",
        ],
        ["The opposite of {one} is {other}."]);

    private static readonly Topic Colour = new(
        [
            "[What colour|What color] is {thing}?", "[Which colour|Which color] is {thing}?",
            "[Tell me|Do you know] the [colour|color] of {thing}[.|?]", "What is the [colour|color] of {thing}?"], ["{Thing} is {colour}.",
        ]);

    private static readonly Topic Mix = new(
        [
            "[What|Which] [colour|color] do {one} and {other} make?", "What do you get [if|when] you mix {one} and {other}?",
            "Mix {one} and {other}. [What colour|What color] [is it|do I get]?"], ["{One} and {other} make {mixed}.",
        ]);

    private static readonly Topic Sound = new(
        [
            "What does {a animal} say?", "What sound does {a animal} make?", "How does {a animal} [sound|go]?",
            "What noise does {a animal} make?"], ["{A animal} says \"{sound}\".",
        ]);

    private static readonly Topic Young = new(
        [
            "What is a baby {animal} called?", "[What do you call|What is the name of|What's the name for] a baby {animal}?",
            "What is a young {animal} called?"], ["A baby {animal} is called {a young}.",
        ]);

    private static readonly Topic Legs = new(
        ["How many legs does {a animal} have?", "How many legs [has|are on] {a animal}?"],
        ["{A animal} has {legs}."]);

    private static readonly Topic Group = new(
        [
            "[What kind of thing|What sort of thing] is {a thing}?", "What is {a thing}, [{a group} or {a wrong}|{a wrong} or {a group}]?",
            "Is {a thing} {a group}?", "Is {a thing} {a group}?",
            "Is {a thing} [{a group} or {a wrong}|{a wrong} or {a group}]?"], ["{A thing} is {a group}.",
        ]);

    private static readonly Topic NotGroup = new(["Is {a thing} {a wrong}?"], ["No, {a thing} is {a group}."]);

    private static readonly Topic Rhyme = new(
        [
            "What rhymes with {word}?", "[Tell me|Give me|Name] a word that rhymes with {word}.", "[Which word|What word] rhymes with {word}?",
            "Find a rhyme for {word}."], ["{Rhyme} rhymes with {word}.",
        ]);

    private static readonly Topic Plural = new(
        [
            "What is the plural of {word}?", "[How do you say|What do you say for] more than one {word}?",
            "Plural of {word}?"], ["The plural of {word} is {plural}.",
        ]);

    private static readonly string[] Nouns =
        [.. WordLists.Things, "mouse", "goose", "child", "wolf", "sheep", "fish", "box", "dog", "cat", "baby", "city", "bus", "dish"];

    private static readonly Func<SeededRandom, Exchange>[] Kinds =
    [
        NextOpposite, NextOpposite, NextOpposite, NextColour, NextColour, NextMix, NextSound, NextYoung, NextLegs, NextGroup, NextRhyme, NextPlural,
    ];

    public static Exchange Next(SeededRandom random) => random.Pick(Kinds)(random);

    public static Exchange NextOpposite(SeededRandom random)
    {
        var (one, other) = random.Pick(WordLists.Opposites);
        // Where two pairs share a word, only the first of them may be asked from that side.
        (string asked, string answer) = random.Chance(50) ? (one, other) : (other, one);
        var pair = WordLists.Opposites.First(item => item.One == asked || item.Other == asked);
        answer = pair.One == asked ? pair.Other : pair.One;
        return Opposite.Expand(random, new Dictionary<string, string> { ["one"] = asked, ["other"] = answer });
    }

    private static Exchange NextColour(SeededRandom random)
    {
        var (thing, colour) = random.Pick(WordLists.Colours);
        return Colour.Expand(random, new Dictionary<string, string> { ["thing"] = thing, ["colour"] = colour });
    }

    private static Exchange NextMix(SeededRandom random)
    {
        var (one, other, mixed) = random.Pick(WordLists.ColourMixes);
        return Mix.Expand(random, new Dictionary<string, string> { ["one"] = one, ["other"] = other, ["mixed"] = mixed });
    }

    private static Exchange NextSound(SeededRandom random)
    {
        var (animal, sound) = random.Pick(WordLists.Sounds);
        return Sound.Expand(random, new Dictionary<string, string> { ["animal"] = animal, ["sound"] = sound });
    }

    private static Exchange NextYoung(SeededRandom random)
    {
        var (animal, young) = random.Pick(WordLists.Young);
        return Young.Expand(random, new Dictionary<string, string> { ["animal"] = animal, ["young"] = young });
    }

    private static Exchange NextLegs(SeededRandom random)
    {
        var (animal, legs) = random.Pick(WordLists.Legs);
        return Legs.Expand(random, new Dictionary<string, string> { ["animal"] = animal, ["legs"] = legs == 0 ? "no legs" : $"{legs} legs" });
    }

    private static Exchange NextGroup(SeededRandom random)
    {
        var (thing, group) = random.Pick(WordLists.Groups);
        string wrong = random.Pick([.. WordLists.Groups.Select(item => item.Group).Distinct().Where(item => !Includes(item, group))]);
        var slots = new Dictionary<string, string> { ["thing"] = thing, ["group"] = group, ["wrong"] = wrong };
        if (random.Chance(25))
        {
            return NotGroup.Expand(random, slots);
        }

        var exchange = Group.Expand(random, slots);
        bool yesNo = exchange.User.StartsWith("is ", StringComparison.OrdinalIgnoreCase) && !exchange.User.Contains(" or ", StringComparison.OrdinalIgnoreCase);
        return yesNo ? exchange with { Assistant = "Yes, " + char.ToLowerInvariant(exchange.Assistant[0]) + exchange.Assistant[1..] } : exchange;
    }

    private static Exchange NextRhyme(SeededRandom random)
    {
        var (word, rhymes) = random.Pick(WordLists.Rhymes);
        return Rhyme.Expand(random, new Dictionary<string, string> { ["word"] = word, ["rhyme"] = rhymes[0] });
    }

    private static Exchange NextPlural(SeededRandom random)
    {
        string word = random.Pick(Nouns);
        return Plural.Expand(random, new Dictionary<string, string> { ["word"] = word, ["plural"] = Prose.Plural(word) });
    }

    /// <summary>A bird is an animal too, so it is no wrong answer.</summary>
    private static bool Includes(string wide, string group)
        => wide == group || (wide == "animal" && group is "bird" or "fish" or "insect") || (group == "animal" && wide is "bird" or "fish" or "insect");
}
