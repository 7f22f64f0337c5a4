using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Arithmetic;

/// <summary>Plain questions for a result: "What is 3 plus 4?", "12 / 4", "add 2 and 5".</summary>
internal static class CalculationQuestions
{
    private static readonly string[] Any =
    [
        "What is {left} {word} {right}?", "What's {left} {word} {right}?", "How much is {left} {word} {right}?",
        "[Can you|Could you] tell me what {left} {word} {right} is?",
        "What is {left} {sign} {right}?", "{left} {sign} {right}", "{left}{sign}{right}", "{left} {sign} {right} =", "{left}{sign}{right}=?",
        "{left} {sign} {right} = ?",
        "[Please calculate|Calculate|Work out|Solve] {left} {sign} {right}.", "[Please calculate|Calculate|Work out|Tell me] {left} {word} {right}.",
        "{Leftword} {word} {rightword}?",
        "What is {leftword} {word} {rightword}?", "How much is {left} {sign} {right}?", "I need to know {left} {word} {right}.",
        "What do you get for {left} {word} {right}?",
        "[Do you know|Tell me|Quick,] what is {left} {word} {right}?", "[Please|Can you] help me with {left} {sign} {right}.",
        "{left} {word} {right}?",
    ];

    private static readonly string[] Plus =
    [
        "Add {left} and {right}.", "What do {left} and {right} make?", "What is the sum of {left} and {right}?",
        "[Please add|Can you add] {left} and {right}?", "{left} and {right} together?",
    ];

    private static readonly string[] Minus =
    [
        "Subtract {right} from {left}.", "Take {right} away from {left}.", "What is {left} take away {right}?",
        "What is left if I take {right} from {left}?",
    ];

    private static readonly string[] Times =
    [
        "Multiply {left} by {right}.", "What is the product of {left} and {right}?", "What is {left} x {right}?", "{left} x {right}",
        "{left}x{right}",
    ];

    private static readonly string[] DividedBy =
    [
        "Divide {left} by {right}.", "What is {left} split into {right} equal parts?", "Share {left} by {right}.",
    ];

    private static readonly string[] Further =
    [
        "[And|What about|How about|Now] {left} {word} {right}?", "[And|And what about|Now] {left} {sign} {right}?",
        "[And|Ok, and] what is {left} {word} {right}?",
    ];

    public static Exchange First(Calculation calculation, SeededRandom random)
        => Ask(random.Chance(75) ? Any : Special(calculation.Operation), calculation, random);

    public static Exchange FollowUp(Calculation calculation, SeededRandom random) => Ask(Further, calculation, random);

    public static Exchange Claim(Calculation calculation, SeededRandom random)
    {
        int claimed = random.Chance(50) ? calculation.Result : Math.Max(0, calculation.Result + random.Between(1, 3) * (random.Chance(50) ? 1 : -1));
        string question = random.Pick(["Is {0} {1} {2} equal to {3}?", "Is {0} {1} {2} {3}?", "{0} {1} {2} is {3}, right?", "Does {0} {1} {2} make {3}?"]);
        question = string.Format(System.Globalization.CultureInfo.InvariantCulture, question, calculation.Left, calculation.Word, calculation.Right, claimed);
        return new(TextNoise.Apply(question, random, typos: false), (claimed == calculation.Result ? "Yes, " : "No, ") + calculation.Sentence);
    }

    private static Exchange Ask(string[] templates, Calculation calculation, SeededRandom random)
    {
        var slots = new Dictionary<string, string>
        {
            ["left"] = $"{calculation.Left}",
            ["right"] = $"{calculation.Right}",
            ["leftword"] = NumberWords.Of(calculation.Left),
            ["rightword"] = NumberWords.Of(calculation.Right),
            ["word"] = calculation.Word,
            ["sign"] = $"{calculation.Sign}",
        };
        return new(TextNoise.Apply(Template.Expand(random.PickUsual(templates), random, slots), random), calculation.Sentence);
    }

    private static string[] Special(Operation operation) => operation switch
    {
        Operation.Plus => Plus,
        Operation.Minus => Minus,
        Operation.Times => Times,
        _ => DividedBy,
    };
}
