using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Text;

namespace AdaptiveProvider.Training.Generation.Words;

/// <summary>Questions about things in a fixed order: numbers, days, months, letters, and how words are spelled.</summary>
internal static class SequenceQuestions
{
    private static readonly Topic CountUp = new(
        [
            "Count from {from} to {to}.", "[Please count|Can you count] from {from} to {to}[.|?]", "[Count|Can you count] {from} to {to}[.|?]",
            "[Say|Tell me|Write] the numbers from {from} to {to}."], ["{numbers}.",
        ]);

    private static readonly Topic CountTo = new(
        ["[Count|Please count|Can you count] to {to}[.|?]", "[Can you|Could you|Please] count up to {to}[.|?]"],
        ["{numbers}."]);

    private static readonly Topic CountDown = new(
        ["[Count|Please count|Can you count] [down|backwards] from {from} to {to}[.|?]", "Count backwards from {from} to {to}."],
        ["{numbers}."]);

    private static readonly Topic AfterNumber = new(
        [
            "[What|Which] number comes after {n}?", "What comes after {n}?",
            "What is the [next number|number] after {n}?"], ["The number after {n} is {next}.",
        ]);

    private static readonly Topic BeforeNumber = new(
        ["[What|Which] number comes before {n}?", "What comes before {n}?", "What is the number before {n}?"],
        ["The number before {n} is {previous}."]);

    private static readonly Topic NumberInWords = new(
        ["How do you write {n} in words?", "[Write|Spell] {n} in words.", "What is {n} in words?"],
        ["{n} in words is {words}."]);

    private static readonly Topic After = new(
        [
            "[What|Which] {kind} comes after {item}?", "What comes after {item}?", "[What|Which] {kind} is after {item}?",
            "What is the {kind} after {item}?", "[Tell me|Name] the {kind} after {item}."], ["{Next} comes after {item}.",
        ]);

    private static readonly Topic Before = new(
        [
            "[What|Which] {kind} comes before {item}?", "What comes before {item}?", "[What|Which] {kind} is before {item}?",
            "What is the {kind} before {item}?"], ["{Previous} comes before {item}.",
        ]);

    private static readonly Topic OrdinalOf = new(
        ["[What|Which] is the {ordinal} {kind} of the {whole}?", "Name the {ordinal} {kind} of the {whole}."],
        ["The {ordinal} {kind} of the {whole} is {item}."]);

    private static readonly Topic Spell = new(
        ["How do you spell {word}?", "[Spell|Please spell|Can you spell] {word}[.|?]", "How is {word} spelled?", "[Can you spell|Spell] the word {word}[.|?]"], ["{Word} is spelled {letters}."], Typos: false);

    private static readonly Topic FirstLetter = new(
        ["[What|Which] letter does {word} [start|begin] with?", "What is the first letter of {word}?"], ["{Word} starts with the letter {first}."], Typos: false);

    private static readonly Topic LastLetter = new(
        ["[What|Which] letter does {word} end with?", "What is the last letter of {word}?"],
        ["{Word} ends with the letter {last}."],
        Typos: false);

    private static readonly Topic LetterCount = new(
        ["How many letters [are in|are there in] {word}?"],
        ["{Word} has {count} letters."],
        Typos: false);

    private static readonly Topic[] Fixed =
    [
        new(
            [
                "How many days are in a week?", "How many days [does a week have|are there in a week]?", "What are the days of the week?",
                "[Name|List|Tell me] the days of the week.",
            ],
            ["There are seven days in a week: Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday."]),
        new(
            [
                "How many months are in a year?", "How many months [does a year have|are there in a year]?", "What are the months of the year?",
                "[Name|List|Tell me] the months.",
            ],
            ["There are twelve months in a year: January, February, March, April, May, June, July, August, September, October, November and December."]),
        new(
            ["What are the four seasons?", "How many seasons are there?", "[Name|List|Tell me] the seasons."],
            ["There are four seasons: spring, summer, autumn and winter."]),
        new(["How many hours are in a day?", "How many hours does a day have?"], ["There are 24 hours in a day."]),
        new(["How many minutes are in an hour?", "How many minutes does an hour have?"], ["There are 60 minutes in an hour."]),
        new(["How many seconds are in a minute?", "How many seconds does a minute have?"], ["There are 60 seconds in a minute."]),
        new(["How many days are in a year?", "How many days does a year have?"], ["There are 365 days in a year, and 366 in a leap year."]),
        new(["How many weeks are in a year?", "How many weeks does a year have?"], ["There are 52 weeks in a year."]),
        new(["How many letters are in the alphabet?", "How many letters does the alphabet have?"], ["There are 26 letters in the English alphabet."]),
        new(
            ["[Say|Tell me|Recite|What is] the alphabet.", "Can you say the alphabet?"],
            ["A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z."]),
        new(["[What are|Name|Tell me] the vowels.", "Which letters are vowels?"], ["The vowels are A, E, I, O and U."]),
        new(
            ["[What are|Name|Tell me] the colours of the rainbow.", "What are the colors of the rainbow?"],
            ["The colours of the rainbow are red, orange, yellow, green, blue, indigo and violet."]),
        new(["Which days are the weekend?", "What is the weekend?"], ["The weekend is Saturday and Sunday."]),
        new(
            ["How many continents are there?", "[Name|List|What are] the continents[.|?]"],
            ["There are seven continents: Africa, Antarctica, Asia, Europe, North America, Oceania and South America."]),
    ];

    private static readonly Func<SeededRandom, Exchange>[] Kinds =
    [
        NextCount, NextCount, NextNumber, NextDay, NextDay, NextMonth, NextLetter, NextSpelling, NextSpelling,
        random => random.Pick(Fixed).Expand(random),
    ];

    public static Exchange Next(SeededRandom random) => random.Pick(Kinds)(random);

    private static Exchange NextCount(SeededRandom random)
    {
        bool words = random.Chance(15);
        int from = random.Chance(60) ? 1 : random.Between(1, 30);
        int to = from + random.Between(2, from == 1 ? 19 : 9);
        int kind = random.Below(10);
        int[] numbers = [.. Enumerable.Range(from, to - from + 1)];
        if (kind == 0)
        {
            numbers = [.. numbers.Reverse()];
        }

        string Write(int number) => words ? NumberWords.Of(number) : $"{number}";
        var slots = new Dictionary<string, string>
        {
            ["from"] = Write(numbers[0]),
            ["to"] = Write(numbers[^1]),
            ["numbers"] = Prose.Capitalise(string.Join(", ", numbers.Select(Write))),
        };
        return (kind == 0 ? CountDown : from == 1 && random.Chance(50) ? CountTo : CountUp).Expand(random, slots);
    }

    private static Exchange NextNumber(SeededRandom random)
    {
        int number = random.Between(1, random.Chance(70) ? 20 : 99);
        var slots = new Dictionary<string, string>
        {
            ["n"] = $"{number}",
            ["next"] = $"{number + 1}",
            ["previous"] = $"{number - 1}",
            ["words"] = NumberWords.Of(number),
        };
        return random.Pick([AfterNumber, BeforeNumber, NumberInWords]).Expand(random, slots);
    }

    private static Exchange NextDay(SeededRandom random) => InOrder(WordLists.Days, "day", "week", random);

    private static Exchange NextMonth(SeededRandom random) => InOrder(WordLists.Months, "month", "year", random);

    private static Exchange NextLetter(SeededRandom random)
    {
        char letter = (char)('B' + random.Below(24));
        var slots = new Dictionary<string, string>
        {
            ["item"] = $"{letter}",
            ["kind"] = "letter",
            ["next"] = $"{(char)(letter + 1)}",
            ["previous"] = $"{(char)(letter - 1)}",
        };
        return random.Pick([After, Before]).Expand(random, slots);
    }

    private static Exchange InOrder(IReadOnlyList<string> items, string kind, string whole, SeededRandom random)
    {
        int i = random.Below(items.Count);
        var slots = new Dictionary<string, string>
        {
            ["item"] = items[i],
            ["kind"] = kind,
            ["whole"] = whole,
            ["ordinal"] = WordLists.Ordinals[i],
            ["next"] = items[(i + 1) % items.Count],
            ["previous"] = items[(i + items.Count - 1) % items.Count],
        };
        return random.Pick([After, After, Before, OrdinalOf]).Expand(random, slots);
    }

    private static Exchange NextSpelling(SeededRandom random)
    {
        string word = random.Pick(WordLists.Spelled);
        var slots = new Dictionary<string, string>
        {
            ["word"] = word,
            ["letters"] = string.Join('-', word.ToUpperInvariant().ToCharArray()),
            ["first"] = word[..1].ToUpperInvariant(),
            ["last"] = word[^1..].ToUpperInvariant(),
            ["count"] = $"{word.Length}",
        };
        return random.Pick([Spell, Spell, FirstLetter, LastLetter, LetterCount]).Expand(random, slots);
    }
}
