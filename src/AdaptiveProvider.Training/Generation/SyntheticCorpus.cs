using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Generation.Arithmetic;
using AdaptiveProvider.Training.Generation.Conversations;
using AdaptiveProvider.Training.Generation.Definitions;
using AdaptiveProvider.Training.Generation.Facts;
using AdaptiveProvider.Training.Generation.Identity;
using AdaptiveProvider.Training.Generation.Poems;
using AdaptiveProvider.Training.Generation.SmallTalk;
using AdaptiveProvider.Training.Generation.Stories;
using AdaptiveProvider.Training.Generation.Text;
using AdaptiveProvider.Training.Generation.Words;

namespace AdaptiveProvider.Training.Generation;

/// <summary>
/// Documents that give a small model a plain style and things it reliably knows: who it is, small sums, capitals, words, small talk and stories.
/// </summary>
/// <param name="mix">The shares of the kinds.</param>
public sealed class SyntheticCorpus(SyntheticMix mix)
{
    private const int ExchangesMax = 3;

    /// <summary>Makes documents one by one. The first n documents are the same for every larger number, and document i depends on the seed and i only.</summary>
    /// <param name="facts">What is known about countries and words.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="documents">How many.</param>
    /// <exception cref="CorpusException">A kind with a share lacks its facts.</exception>
    public IEnumerable<TrainingDocument> Generate(FactBook facts, long seed, int documents)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentOutOfRangeException.ThrowIfNegative(documents);
        var shares = mix.Shares();
        double total = shares.Sum(item => item.Share);
        return Interleave(Generators(facts, shares), [.. shares.Select(item => item.Share / total)], seed, documents);
    }

    /// <summary>Takes the kind that is furthest behind its share, so that every stretch of documents holds all kinds in proportion.</summary>
    private static IEnumerable<TrainingDocument> Interleave(List<IDocumentGenerator> generators, double[] shares, long seed, int documents)
    {
        double[] due = new double[shares.Length];
        for (int index = 0; index < documents; index++)
        {
            int chosen = 0;
            for (int kind = 0; kind < due.Length; kind++)
            {
                due[kind] += shares[kind];
                chosen = due[kind] > due[chosen] ? kind : chosen;
            }

            due[chosen]--;
            var random = new SeededRandom(seed, index);
            yield return SystemMessagePolicy.Apply(generators[chosen].Generate(random), random);
        }
    }

    private static List<IDocumentGenerator> Generators(FactBook facts, IReadOnlyList<(string Source, double Share)> shares)
    {
        var threads = shares.Where(item => item.Source != SyntheticSource.Mixed).ToDictionary(item => item.Source, item => Threads(item.Source, facts));
        if (threads.Count == 0)
        {
            threads[SyntheticSource.SmallTalk] = Threads(SyntheticSource.SmallTalk, facts);
        }

        return [.. shares.Select(item => Documents(item.Source, facts, threads))];
    }

    private static IDocumentGenerator Documents(string source, FactBook facts, Dictionary<string, IThreadGenerator> threads) => source switch
    {
        SyntheticSource.Facts => new FactDocumentGenerator(source, threads[source], new FactThreadGenerator(facts)),
        SyntheticSource.SmallTalk => new SmallTalkDocumentGenerator(source),
        SyntheticSource.Stories => new StoryDocumentGenerator(source, threads[source]),
        SyntheticSource.Mixed => new MixedDocumentGenerator(source, [.. threads.Values], [.. threads.Where(kind => kind.Key != SyntheticSource.Identity).Select(kind => kind.Value)]),
        _ => new ThreadDocumentGenerator(source, threads[source], ExchangesMax),
    };

    private static IThreadGenerator Threads(string source, FactBook facts) => source switch
    {
        SyntheticSource.Identity => new IdentityThreadGenerator(),
        SyntheticSource.Arithmetic => new AddressedThreadGenerator(new ArithmeticThreadGenerator()),
        SyntheticSource.Facts => new AddressedThreadGenerator(
            new WeightedThreadGenerator((70, new FactThreadGenerator(facts)), (30, new TopicThreadGenerator(EverydayFacts.All)))),
        SyntheticSource.Definitions => new AddressedThreadGenerator(new DefinitionThreadGenerator(facts)),
        SyntheticSource.Words => new AddressedThreadGenerator(new WordThreadGenerator()),
        SyntheticSource.SmallTalk => new SmallTalkThreadGenerator(),
        SyntheticSource.Stories => new AddressedThreadGenerator(new WeightedThreadGenerator((85, new StoryThreadGenerator()), (15, new PoemThreadGenerator()))),
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "There is no generator of this kind."),
    };
}
