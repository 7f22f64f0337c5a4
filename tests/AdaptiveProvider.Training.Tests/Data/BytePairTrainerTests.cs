using System.Collections.Immutable;
using System.Text;
using AdaptiveProvider.Training.Data;

namespace AdaptiveProvider.Training.Tests.Data;

/// <summary>The merges are those of the plain algorithm, whatever the order of the documents.</summary>
public class BytePairTrainerTests
{
    private static readonly ImmutableArray<string> Special = ["<x>"];

    [Fact]
    public void Train_SmallText_MergesTheMostFrequentPairFirst()
    {
        var vocabulary = Train(["aab aab aab ab"], 260);

        Assert.Equal(260, vocabulary.Size);
        Assert.Equal(["ab", "aab", " aab"], Enumerable.Range(257, 3).Select(id => Encoding.UTF8.GetString(vocabulary.BytesOf(id))));
    }

    [Fact]
    public void Train_RandomWords_SameAsThePlainAlgorithm()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var words = new Dictionary<string, long>();
            for (var i = 0; i < 60; i++)
            {
                words[string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "abc"[random.Next(3)]))] = random.Next(1, 20);
            }

            var options = new BytePairTrainerOptions { VocabularySize = 257 + 60, TokenBytesMax = 6 };
            var vocabulary = BytePairTrainer.Train(words, Special, options);

            Assert.True(PlainMerges(words, options).SequenceEqual(vocabulary.Merges), $"seed {seed}");
        }
    }

    [Fact]
    public void Train_RandomWords_NoTokenTwice()
    {
        var vocabulary = Train(SmallCorpus.Documents(3).Select(document => document.Text ?? "").ToArray(), 900);

        var tokens = Enumerable.Range(1, vocabulary.Size - 1).Select(id => Encoding.Latin1.GetString(vocabulary.BytesOf(id))).ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
        Assert.Equal(vocabulary.Merges.Count, vocabulary.Merges.Distinct().Count());
    }

    [Fact]
    public void Train_DocumentsInAnotherOrder_SameVocabulary()
    {
        var documents = SmallCorpus.Documents(4);
        var first = BytePairTrainer.Train(documents, Special, new BytePairTrainerOptions { VocabularySize = 400 });
        documents.Reverse();
        var second = BytePairTrainer.Train(documents, Special, new BytePairTrainerOptions { VocabularySize = 400 });

        Assert.Equal(first.Merges, second.Merges);
    }

    [Fact]
    public void Train_CorpusBeyondTheSample_IsSampledTheSameWayEachTime()
    {
        var documents = SmallCorpus.Documents(5);
        var options = new BytePairTrainerOptions { VocabularySize = 400, SampleCharactersMax = 4_000 };
        var first = BytePairTrainer.Train(documents, Special, options);

        Assert.Equal(first.Merges, BytePairTrainer.Train([.. documents.AsEnumerable().Reverse()], Special, options).Merges);
        Assert.NotEqual(first.Merges, BytePairTrainer.Train(documents, Special, options with { SampleCharactersMax = 1 << 20 }).Merges);
    }

    [Fact]
    public void Train_HeldOutDocuments_DoNotShapeTheVocabulary()
    {
        var heldOut = Enumerable.Range(0, 10_000).Select(i => TrainingDocument.OfText("s", $"zq{i}")).First(document => HeldOutSplit.IsHeldOut(document));
        var documents = Enumerable.Repeat(heldOut, 100).ToList();

        Assert.Empty(BytePairTrainer.Train(documents, Special, new BytePairTrainerOptions { VocabularySize = 300 }).Merges);
        Assert.NotEmpty(BytePairTrainer.Train(documents, Special, new BytePairTrainerOptions { VocabularySize = 300, HeldOutShare = 0 }).Merges);
    }

    [Fact]
    public void Train_NoText_IsTheBytesAlone() => Assert.Equal(257, Train([""], 4_096).Size);

    [Fact]
    public void Train_DigitsAndOverlongWords_AreNotMerged()
    {
        var vocabulary = Train([string.Concat(Enumerable.Repeat("1234 ", 100)), new string('q', 100_000)], 300);

        Assert.DoesNotContain(Enumerable.Range(257, vocabulary.Size - 257), id => vocabulary.BytesOf(id).ContainsAnyInRange((byte)'0', (byte)'9'));
        Assert.DoesNotContain(Enumerable.Range(257, vocabulary.Size - 257), id => vocabulary.BytesOf(id).Contains((byte)'q'));
    }

    [Theory]
    [InlineData(255, 1, 2, 1)]
    [InlineData(256, 1, 2, 1)]
    [InlineData(65_537, 1, 2, 1)]
    [InlineData(300, 0, 2, 1)]
    [InlineData(300, 1, 1, 1)]
    [InlineData(300, 1, 2, 0)]
    public void Train_OptionsOutOfRange_AreRefused(int size, long pairCount, int tokenBytes, long sample)
    {
        var options = new BytePairTrainerOptions { VocabularySize = size, PairCountMin = pairCount, TokenBytesMax = tokenBytes, SampleCharactersMax = sample };

        Assert.Throws<ArgumentOutOfRangeException>(() => BytePairTrainer.Train([], Special, options));
    }

    private static BytePairVocabulary Train(string[] texts, int size)
        => BytePairTrainer.Train(
            [.. texts.Select(text => TrainingDocument.OfText("s", text))], Special, new BytePairTrainerOptions { VocabularySize = size, HeldOutShare = 0 });

    /// <summary>Counts all pairs anew for every merge.</summary>
    private static List<(int Left, int Right)> PlainMerges(Dictionary<string, long> wordCounts, BytePairTrainerOptions options)
    {
        var words = wordCounts.Select(word => (Symbols: word.Key.Select(letter => letter + Special.Length).ToList(), Count: word.Value)).ToList();
        var contents = Enumerable.Range(0, 256).ToDictionary(value => value + Special.Length, value => $"{(char)value}");
        var merges = new List<(int Left, int Right)>();
        while (contents.Count + Special.Length < options.VocabularySize)
        {
            var best = words
                .SelectMany(word => word.Symbols.Zip(word.Symbols.Skip(1)).Select(pair => (Pair: pair, word.Count)))
                .GroupBy(entry => entry.Pair, entry => entry.Count)
                .Where(pair => contents[pair.Key.First].Length + contents[pair.Key.Second].Length <= options.TokenBytesMax)
                .OrderByDescending(pair => pair.Sum()).ThenBy(pair => pair.Key.First).ThenBy(pair => pair.Key.Second)
                .FirstOrDefault();
            if (best is null || best.Sum() < options.PairCountMin)
            {
                break;
            }

            var content = contents[best.Key.First] + contents[best.Key.Second];
            var symbol = contents.FirstOrDefault(known => known.Value == content, new(contents.Count + Special.Length, content)).Key;
            contents[symbol] = content;
            if (!merges.Contains(best.Key))
            {
                merges.Add(best.Key);
            }

            foreach (var (symbols, _) in words)
            {
                for (var i = 0; i + 1 < symbols.Count; i++)
                {
                    if ((symbols[i], symbols[i + 1]) == best.Key)
                    {
                        symbols[i] = symbol;
                        symbols.RemoveAt(i + 1);
                    }
                }
            }
        }

        return merges;
    }
}
