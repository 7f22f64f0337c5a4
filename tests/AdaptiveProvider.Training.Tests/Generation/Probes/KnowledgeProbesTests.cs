using System.Text.RegularExpressions;
using AdaptiveProvider.Training.Generation;
using AdaptiveProvider.Training.Generation.Arithmetic;
using AdaptiveProvider.Training.Generation.Probes;

namespace AdaptiveProvider.Training.Tests.Generation.Probes;

/// <summary>Probes mean what they claim: seen, in new words, or held out.</summary>
public sealed partial class KnowledgeProbesTests
{
    private const long Seed = 5;

    [Fact]
    public void All_Probes_AreDifferentAndMany()
    {
        Assert.True(KnowledgeProbes.All.Count >= 60);
        Assert.Equal(KnowledgeProbes.All.Count, KnowledgeProbes.All.Select(probe => probe.Question).Distinct().Count());
    }

    [Fact]
    public void All_NewFacts_AreHeldOutAndTheirAnswersRight()
    {
        var probes = KnowledgeProbes.All.Where(probe => probe.Novelty == ProbeNovelty.NewFact).ToList();

        Assert.NotEmpty(probes);
        foreach (var probe in probes)
        {
            var match = Question().Match(probe.Question);
            var operation = match.Groups[2].Value switch { "plus" or "+" => Operation.Plus, "minus" => Operation.Minus, _ => Operation.Times };
            var calculation = new Calculation(int.Parse(match.Groups[1].Value), operation, int.Parse(match.Groups[3].Value));
            Assert.True(calculation.IsHeldOut, probe.Question);
            Assert.True(probe.Accepts(calculation.Sentence), probe.Question);
        }
    }

    [SkippableFact]
    public void All_Probes_AgainstDocuments_NewOnesAreAbsentAndSeenOnesAreAnsweredRight()
    {
        var asked = new SyntheticCorpus(new()).Generate(SmallFacts.LoadShared(), Seed, 60_000)
            .SelectMany(document => document.Messages.Zip(document.Messages.Skip(1)).Where(pair => pair.First.Role == "user"))
            .ToLookup(pair => Plain(pair.First.Content), pair => pair.Second.Content);

        foreach (var probe in KnowledgeProbes.All)
        {
            var answers = asked[Plain(probe.Question)].ToList();
            if (probe.Novelty == ProbeNovelty.Seen)
            {
                Assert.All(answers, answer => Assert.True(probe.Accepts(answer), $"{probe.Question} {answer}"));
            }
            else
            {
                Assert.True(answers.Count == 0, probe.Question);
            }
        }

        Assert.True(KnowledgeProbes.All.Count(probe => probe.Novelty == ProbeNovelty.Seen && asked[Plain(probe.Question)].Any()) >= 35);
    }

    [Theory]
    [InlineData("The capital of France is Paris.", true)]
    [InlineData("paris!", true)]
    [InlineData("Parisians live there.", false)]
    [InlineData("It is Berlin.", false)]
    public void Accepts_Answer_WholeWordsWhateverTheCase(string answer, bool accepted)
        => Assert.Equal(accepted, new KnowledgeProbe("capital", "?", ["Paris"], ProbeNovelty.Seen).Accepts(answer));

    private static string Plain(string question) => NotWord().Replace(question.ToLowerInvariant(), "");

    [GeneratedRegex(@"(\d+) (plus|minus|times|\+) (\d+)")]
    private static partial Regex Question();

    [GeneratedRegex(@"[^a-z0-9+*/-]")]
    private static partial Regex NotWord();
}
