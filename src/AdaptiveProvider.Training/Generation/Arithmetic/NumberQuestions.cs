using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Arithmetic;

/// <summary>Doubles, halves, even and odd, and which number is bigger.</summary>
internal static class NumberQuestions
{
    public static Exchange Next(SeededRandom random) => random.Below(5) switch
    {
        0 => Double(random),
        1 => Half(random),
        2 => EvenOrOdd(random),
        _ => Compare(random),
    };

    private static Exchange Double(SeededRandom random)
    {
        int number = random.Between(1, random.Chance(70) ? 20 : 50);
        string question = Template.Expand("[What is|What's|Tell me] [double|twice|two times] {n}[?|]", random, Slots(number));
        return new(TextNoise.Apply(question, random), $"Double {number} is {number * 2}.");
    }

    private static Exchange Half(SeededRandom random)
    {
        int number = random.Between(1, random.Chance(70) ? 10 : 50) * 2;
        string question = Template.Expand("[What is|What's|Tell me] half of {n}[?|]", random, Slots(number));
        return new(TextNoise.Apply(question, random), $"Half of {number} is {number / 2}.");
    }

    private static Exchange EvenOrOdd(SeededRandom random)
    {
        int number = random.Between(0, random.Chance(70) ? 20 : 100);
        string question = Template.Expand("Is {n} [even or odd|odd or even|an even or an odd number]?", random, Slots(number));
        return new(TextNoise.Apply(question, random), $"{number} is {(number % 2 == 0 ? "even" : "odd")}.");
    }

    private static Exchange Compare(SeededRandom random)
    {
        int max = random.Chance(60) ? 20 : 100;
        int one = random.Between(0, max);
        int other = random.Between(0, max);
        bool smaller = random.Chance(35);
        string word = smaller ? random.Pick(["smaller", "less"]) : random.Pick(["bigger", "larger", "more", "greater"]);
        string question = random.Pick(
        [
            $"Which is {word}, {one} or {other}?", $"Which number is {word}: {one} or {other}?", $"Is {one} {word} than {other}?", $"What is {word}, {one} or {other}?",
        ]);
        return new(TextNoise.Apply(question, random), Answer(question, one, other, smaller));
    }

    private static string Answer(string question, int one, int other, bool smaller)
    {
        if (one == other)
        {
            return $"They are the same. {one} is equal to {other}.";
        }

        bool yesNo = question.StartsWith("Is ", StringComparison.Ordinal);
        string word = smaller ? "smaller" : "bigger";
        int winner = one < other == smaller ? one : other;
        int loser = winner == one ? other : one;
        string sentence = $"{winner} is {word} than {loser}.";
        return !yesNo ? sentence : winner == one ? $"Yes, {sentence}" : $"No, {sentence}";
    }

    private static Dictionary<string, string> Slots(int number) => new() { ["n"] = $"{number}" };
}
