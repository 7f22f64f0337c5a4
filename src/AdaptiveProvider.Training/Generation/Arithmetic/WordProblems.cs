using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;
using AdaptiveProvider.Training.Generation.Words;

namespace AdaptiveProvider.Training.Generation.Arithmetic;

/// <summary>Sums told as little stories: "I have 3 apples and get 2 more."</summary>
internal static class WordProblems
{
    private static readonly string[] Gains =
    [
        "I have {left} and [get|find|buy|am given] {right} more. How many {things} do I have [now|]?|you have {total}",
        "{Name} has {left} and [gets|finds|buys] {right} more. How many {things} does {name} have [now|]?|{name} has {total}",
        "{Name} has {left}. {Other} gives {name} {right} more. How many {things} does {name} have [now|in all]?|{name} has {total}",
        "There are {left} [on the table|in the box|in the basket]. [I|We] put {right} more there. "
            + "How many {things} are there [now|]?|there are {total}",
        "If I have {left} and you give me {right} more, how many {things} do I have?|you have {total}",
        "{Name} has {left} and {other} has {right}. How many {things} do they have together?|they have {total}",
    ];

    private static readonly string[] Losses =
    [
        "I have {left} and [give away|lose|sell] {right}. How many {things} [do I have left|are left]?|you have {total} left",
        "{Name} has {left} and [gives|sells] {right} to {other}. How many {things} does {name} have left?|{name} has {total} left",
        "There are {left} [on the table|in the box|in the basket]. {Name} takes {right} away. How many {things} are left?|there {are} {total} left",
        "{Name} had {left} but lost {right}. How many {things} does {name} have now?|{name} has {total}",
    ];

    private static readonly string[] Groups =
    [
        "There are {boxes} with {each} in each [one|of them]. How many {things} are there [in all|altogether]?|there are {total}",
        "I have {boxes} and put {each} into each one. How many {things} do I need?|you need {total}",
    ];

    public static Exchange Next(SeededRandom random) => random.Below(100) switch
    {
        < 50 => Simple(Gains, CalculationPolicy.NextSmall(random, Operation.Plus, random.Chance(75) ? 10 : 20), random),
        < 85 => Simple(Losses, CalculationPolicy.NextSmall(random, Operation.Minus, random.Chance(75) ? 10 : 20), random),
        _ => Grouped(CalculationPolicy.NextSmall(random, Operation.Times, 10, min: 2), random),
    };

    private static Exchange Simple(string[] templates, Calculation calculation, SeededRandom random)
    {
        string thing = random.Pick(WordLists.Things);
        string[] names = random.Shuffle(random.Shuffle(Names.All).Take(2));
        var slots = new Dictionary<string, string>
        {
            ["left"] = Prose.Count(calculation.Left, thing),
            ["right"] = $"{calculation.Right}",
            ["things"] = Prose.Plural(thing),
            ["total"] = Prose.Count(calculation.Result, thing),
            ["name"] = names[0],
            ["other"] = names[1],
            ["are"] = calculation.Result == 1 ? "is" : "are",
        };
        return Build(random.Pick(templates), calculation, slots, random);
    }

    private static Exchange Grouped(Calculation calculation, SeededRandom random)
    {
        string thing = random.Pick(WordLists.Things);
        var slots = new Dictionary<string, string>
        {
            ["boxes"] = Prose.Count(calculation.Left, random.Pick(["box", "bag", "basket", "plate"])),
            ["each"] = Prose.Count(calculation.Right, thing),
            ["things"] = Prose.Plural(thing),
            ["total"] = Prose.Count(calculation.Result, thing),
        };
        return Build(random.Pick(Groups), calculation, slots, random);
    }

    private static Exchange Build(string template, Calculation calculation, Dictionary<string, string> slots, SeededRandom random)
    {
        int bar = template.LastIndexOf('|');
        string question = Agree(Template.Expand(template[..bar], random, slots));
        string answer = Template.Expand(template[(bar + 1)..], random, slots);
        return new(TextNoise.Apply(question, random), $"{calculation.Sentence[..^1]}, so {answer}.");
    }

    /// <summary>"There are 1 apple" is the one place where the number decides the verb.</summary>
    private static string Agree(string question) => question.Replace("There are 1 ", "There is 1 ", StringComparison.Ordinal);
}
