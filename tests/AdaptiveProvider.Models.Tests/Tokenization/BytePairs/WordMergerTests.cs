using AdaptiveProvider.Models.Tokenization;
using AdaptiveProvider.Models.Tokenization.BytePairs;

namespace AdaptiveProvider.Models.Tests.Tokenization.BytePairs;

/// <summary>The queue gives what repeated scanning gives.</summary>
public class WordMergerTests
{
    [Fact]
    public void Merge_RandomTables_EqualsMergingTheBestPairUntilNoneIsLeft()
    {
        const int Seed = 73;
        var random = new Random(Seed);
        for (var round = 0; round < 400; round++)
        {
            var (vocabulary, merges) = RandomTable(random);
            var word = Enumerable.Range(0, random.Next(1, 200)).Select(_ => random.Next(3)).ToArray();

            var expected = MergeByScanning(word, merges);
            var actual = word.ToArray();
            var count = WordMerger.Merge(actual, merges);

            Assert.True(expected.SequenceEqual(actual[..count]), $"seed {Seed}, round {round}, {vocabulary.Size} tokens");
        }
    }

    /// <summary>Merges among strings of a, b and c, in an order as after training: a part before the whole.</summary>
    private static (Vocabulary Vocabulary, MergeTable Merges) RandomTable(Random random)
    {
        List<string> tokens = ["a", "b", "c"];
        var merges = new List<string>();
        for (var i = random.Next(30); i > 0; i--)
        {
            var (left, right) = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
            if (!tokens.Contains(left + right))
            {
                tokens.Add(left + right);
                merges.Add($"[\"{left}\",\"{right}\"]");
            }
        }

        var vocabulary = Vocabulary.Read(TinyTokenizers.Field($"{{{string.Join(',', tokens.Select((token, id) => $"\"{token}\":{id}"))}}}"));
        return (vocabulary, MergeTable.Read(TinyTokenizers.Field($"[{string.Join(',', merges)}]"), vocabulary));
    }

    private static List<int> MergeByScanning(int[] word, MergeTable merges)
    {
        var symbols = word.ToList();
        while (true)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                var rank = merges.RankOf(symbols[i], symbols[i + 1]);
                (best, at) = rank >= 0 && rank < best ? (rank, i) : (best, at);
            }

            if (at < 0)
            {
                return symbols;
            }

            symbols[at] = merges.ResultOf(best);
            symbols.RemoveAt(at + 1);
        }
    }
}
