using System.Collections.Immutable;
using System.Text;

namespace AdaptiveProvider.Training.Data;

/// <summary>Trains byte-level byte-pair encodings (Sennrich et al. 2016; Radford et al. 2019): the same documents give the same vocabulary.</summary>
public static class BytePairTrainer
{
    /// <summary>Trains on documents; those held out, and of a very large corpus some others, are left aside.</summary>
    /// <param name="documents">The documents; their order does not matter.</param>
    /// <param name="specialTokens">Tokens for control, which get the first ids.</param>
    /// <param name="options">Null is the defaults.</param>
    /// <returns>The vocabulary; smaller than asked for when the text has too few pairs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static BytePairVocabulary Train(
        IReadOnlyCollection<TrainingDocument> documents, ImmutableArray<string> specialTokens, BytePairTrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        options ??= new BytePairTrainerOptions();
        options.Check();
        var characters = documents.Sum(LengthOf);
        var share = characters <= options.SampleCharactersMax ? 1 : (double)options.SampleCharactersMax / characters;
        var words = new WordCounter();
        foreach (var document in documents)
        {
            var hash = ContentHash.Of(document);

            // The two halves of a hash are independent: one says what is held out, the other what is looked at.
            if (ContentHash.ToFraction((ulong)hash) < share && !HeldOutSplit.IsHeldOut(hash, options.HeldOutShare))
            {
                Count(document, words);
            }
        }

        return Train(words.Counts, specialTokens, options);
    }

    /// <summary>Trains on words and how often they occur.</summary>
    internal static BytePairVocabulary Train(
        IReadOnlyDictionary<string, long> wordCounts, ImmutableArray<string> specialTokens, BytePairTrainerOptions options)
    {
        var vocabulary = new BytePairVocabulary(specialTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.VocabularySize, vocabulary.Size, nameof(BytePairTrainerOptions.VocabularySize));
        var words = wordCounts.Keys.Select(word => Array.ConvertAll(Encoding.UTF8.GetBytes(word), value => vocabulary.FirstByte + value));
        var index = new PairIndex([.. words], [.. wordCounts.Values]);
        while (vocabulary.Size < options.VocabularySize && index.TryTakeTop(out var left, out var right, out var count) && count >= options.PairCountMin)
        {
            if (vocabulary.BytesOf(left).Length + vocabulary.BytesOf(right).Length <= options.TokenBytesMax)
            {
                index.Merge(left, right, vocabulary.Merge(left, right));
            }
        }

        return vocabulary;
    }

    private static void Count(TrainingDocument document, WordCounter words)
    {
        words.Add(document.Text);
        foreach (var message in document.Messages)
        {
            words.Add(message.Content);
        }
    }

    private static long LengthOf(TrainingDocument document)
        => (document.Text?.Length ?? 0) + document.Messages.Sum(message => (long)message.Content.Length);
}
