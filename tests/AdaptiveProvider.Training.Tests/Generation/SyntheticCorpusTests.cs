using System.Text.RegularExpressions;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation;
using AdaptiveProvider.Training.Generation.Arithmetic;
using AdaptiveProvider.Training.Generation.Facts;

namespace AdaptiveProvider.Training.Tests.Generation;

/// <summary>Properties of every generated document.</summary>
public sealed partial class SyntheticCorpusTests
{
    private const long Seed = 20260;
    private const int Count = 6_000;

    private static readonly Lazy<FactBook> Facts = new(SmallFacts.Load);
    private static readonly Lazy<List<TrainingDocument>> Documents = new(() => [.. new SyntheticCorpus(new()).Generate(Facts.Value, Seed, Count)]);

    [Fact]
    public void Generate_SameSeed_SameDocuments()
    {
        var again = new SyntheticCorpus(new()).Generate(Facts.Value, Seed, 500).Select(Text);

        Assert.Equal(Documents.Value.Take(500).Select(Text), again);
    }

    [Fact]
    public void Generate_OtherSeed_OtherDocuments()
    {
        var other = new SyntheticCorpus(new()).Generate(Facts.Value, Seed + 1, 500).Select(Text);

        Assert.True(Documents.Value.Take(500).Select(Text).Intersect(other).Count() < 50);
    }

    [Fact]
    public void Generate_DefaultMix_DividesBySharesEverywhere()
    {
        var mix = new SyntheticMix();
        double total = mix.Shares().Sum(item => item.Share);

        foreach (var stretch in Documents.Value.Chunk(1000))
        {
            foreach (var (source, share) in mix.Shares())
            {
                Assert.InRange(stretch.Count(document => document.Source == source), (share / total * 1000) - 2, (share / total * 1000) + 2);
            }
        }
    }

    [Fact]
    public void Generate_OneShare_OnlyThatKind()
    {
        var mix = new SyntheticMix(0, 0, 0, 0, 0, 0, Stories: 1, Mixed: 0);

        Assert.All(new SyntheticCorpus(mix).Generate(Facts.Value, Seed, 20), document => Assert.Equal(SyntheticSource.Stories, document.Source));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    public void Generate_ShareThatIsNone_Throws(double share)
        => Assert.Throws<ArgumentException>(() => new SyntheticCorpus(new(Identity: share)).Generate(Facts.Value, Seed, 1));

    [Fact]
    public void Generate_NoCountries_SaysWhatToChange()
    {
        var error = Assert.Throws<CorpusException>(() => new SyntheticCorpus(new()).Generate(new FactBook([], []), Seed, 1));

        Assert.Contains("share", error.Message);
    }

    [Fact]
    public void Generate_Conversations_RolesAlternateAndNothingIsEmpty()
    {
        foreach (var document in Documents.Value.Where(document => document.Text is null))
        {
            var turns = document.Messages.SkipWhile(message => message.Role == "system").ToList();
            Assert.True(turns.Count > 0 && turns.Count % 2 == 0 && turns.Count >= document.Messages.Count - 1, Text(document));
            for (int i = 0; i < turns.Count; i++)
            {
                Assert.Equal(i % 2 == 0 ? "user" : "assistant", turns[i].Role);
                Assert.False(string.IsNullOrWhiteSpace(turns[i].Content), Text(document));
            }
        }
    }

    [Fact]
    public void Generate_Answers_AreWholeSentences()
    {
        foreach (string answer in Answers())
        {
            Assert.True(answer.TrimEnd('"')[^1] is '.' or '!' or '?', answer);
            Assert.True(char.IsUpper(answer[0]) || char.IsDigit(answer[0]) || answer[0] == '"', answer);
            Assert.DoesNotContain("  ", answer);
            Assert.DoesNotMatch(LeftOver(), answer);
        }
    }

    [Fact]
    public void Generate_Answers_ArticlesFitTheirWords()
    {
        foreach (string text in Answers().Concat(Documents.Value.Where(document => document.Text is not null).Select(Text)))
        {
            Assert.DoesNotMatch(AnBeforeConsonant(), text);
            Assert.DoesNotMatch(ABeforeVowel(), text);
        }
    }

    [Fact]
    public void Generate_Calculations_AreRightAndNoneIsHeldOut()
    {
        int found = 0;
        foreach (Match match in Answers().SelectMany(answer => CalculationSentence().Matches(answer)))
        {
            found++;
            var calculation = new Calculation(Number(match, 1), OperationOf(match.Groups[2].Value), Number(match, 3));
            Assert.Equal(calculation.Result, Number(match, 4));
            Assert.False(calculation.IsHeldOut, match.Value);
        }

        Assert.True(found > 1000, $"{found} calculations");
    }

    [Fact]
    public void Generate_QuestionsWithOneAnswer_AreNeverAnsweredInTwoWays()
    {
        var mix = new SyntheticMix(Identity: 0, SmallTalk: 0, Stories: 0, Mixed: 0);
        var first = new SyntheticCorpus(mix).Generate(Facts.Value, Seed, 20_000)
            .Where(document => document.Text is null)
            .Select(document => document.Messages.SkipWhile(message => message.Role == "system").ToArray());

        var several = first.GroupBy(turns => NotWord().Replace(turns[0].Content.ToLowerInvariant(), ""), turns => turns[1].Content)
            .Where(answers => answers.Distinct().Count() > 1 && !OpenQuestion().IsMatch(answers.Key))
            .Select(answers => $"{answers.Key}: {string.Join(" | ", answers.Distinct())}");

        Assert.Empty(several);
    }

    [Fact]
    public void Generate_WhatThePersonTold_IsRepeatedAndNeverDenied()
    {
        int found = 0;
        foreach (var document in new SyntheticCorpus(new()).Generate(Facts.Value, Seed, 20_000).Where(document => document.Text is null))
        {
            foreach (var (message, i) in document.Messages.Select((message, i) => (message, i)).Where(item => Repeated().IsMatch(item.message.Content)))
            {
                found++;
                string told = Repeated().Match(message.Content).Groups[1].Value;
                Assert.True(document.Messages.Take(i - 1).Any(earlier => earlier.Role == "user" && earlier.Content.Contains(told, StringComparison.OrdinalIgnoreCase)), Text(document));
                Assert.DoesNotContain(document.Messages, other => other.Content.Contains("not told me", StringComparison.Ordinal));
            }
        }

        Assert.True(found > 200, $"{found} repeated");
    }

    [Fact]
    public void Generate_Comparisons_AreRight()
    {
        int found = 0;
        foreach (Match match in Answers().SelectMany(answer => ComparisonSentence().Matches(answer)))
        {
            found++;
            Assert.True(match.Groups[2].Value == "bigger" ? Number(match, 1) > Number(match, 3) : Number(match, 1) < Number(match, 3), match.Value);
        }

        Assert.True(found > 20, $"{found} comparisons");
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static Operation OperationOf(string word) => word switch
    {
        "plus" => Operation.Plus,
        "minus" => Operation.Minus,
        "times" => Operation.Times,
        _ => Operation.DividedBy,
    };

    private static IEnumerable<string> Answers()
        => Documents.Value.SelectMany(document => document.Messages).Where(message => message.Role == "assistant").Select(message => message.Content);

    private static string Text(TrainingDocument document) => document.Text ?? string.Join('\n', document.Messages.Select(message => $"{message.Role}: {message.Content}"));

    [GeneratedRegex(@"(\d+) (plus|minus|times|divided by) (\d+) is (\d+)")]
    private static partial Regex CalculationSentence();

    [GeneratedRegex(@"^Your (?:name|favourite \w+) is (.+)\.$")]
    private static partial Regex Repeated();

    [GeneratedRegex(@"[^a-z0-9+*/=-]")]
    private static partial Regex NotWord();

    /// <summary>Requests that have many right answers, without their spaces.</summary>
    [GeneratedRegex("countr(y|ies)(is)?in|acountry|sentence|(two|three|four|five)[a-z]+")]
    private static partial Regex OpenQuestion();

    [GeneratedRegex(@"(\d+) is (bigger|smaller) than (\d+)")]
    private static partial Regex ComparisonSentence();

    [GeneratedRegex(@"[\[\]{}|]|\.\.|,,| [.,!?](\s|$)")]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"\b[Aa]n (?!hour|honest|honour|heir)[b-df-hj-np-tv-z]")]
    private static partial Regex AnBeforeConsonant();

    [GeneratedRegex(@"\b[Aa] (?!uni(?!m)|use|one\b|eu)[aeiou]")]
    private static partial Regex ABeforeVowel();
}
