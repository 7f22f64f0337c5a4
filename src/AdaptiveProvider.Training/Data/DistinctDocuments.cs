using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Data;

/// <summary>The documents of a corpus, each content once.</summary>
internal sealed record DistinctDocuments
{
    public required IReadOnlyList<TrainingDocument> Documents { get; init; }

    /// <summary>The content hash per document.</summary>
    public required IReadOnlyList<UInt128> Hashes { get; init; }

    /// <summary>The sources, in the order in which they were met.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>Per document, the place of its source.</summary>
    public required IReadOnlyList<int> SourceIndices { get; init; }

    /// <summary>Documents left out.</summary>
    public required int Duplicates { get; init; }

    public static DistinctDocuments Of(IEnumerable<TrainingDocument> documents)
    {
        var kept = new List<TrainingDocument>();
        var hashes = new List<UInt128>();
        var known = new HashSet<UInt128>();
        var sources = new Dictionary<string, int>(StringComparer.Ordinal);
        var sourceIndices = new List<int>();
        var duplicates = 0;
        foreach (var document in documents)
        {
            var hash = ContentHash.Of(document);
            if (!known.Add(hash))
            {
                duplicates++;
                continue;
            }

            if (!sources.TryGetValue(document.Source, out var source))
            {
                source = sources.Count;
                sources.Add(document.Source, source);
            }

            kept.Add(document);
            hashes.Add(hash);
            sourceIndices.Add(source);
        }

        return sources.Count <= ushort.MaxValue
            ? new DistinctDocuments { Documents = kept, Hashes = hashes, Sources = [.. sources.Keys], SourceIndices = sourceIndices, Duplicates = duplicates }
            : throw new CorpusException($"The corpus has {sources.Count} sources; at most {ushort.MaxValue} are supported.");
    }
}
