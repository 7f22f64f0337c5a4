namespace AdaptiveProvider.Training.Data;

/// <summary>Which documents are kept out of training: a share of each source, told by their content alone.</summary>
/// <remarks>A document stays on its side when others come or go, save the one that stands in for a source too small to have any.</remarks>
public static class HeldOutSplit
{
    /// <summary>The usual share.</summary>
    public const double DefaultShare = 0.02;

    /// <summary>Whether a document is held out by its content.</summary>
    /// <param name="document">The document.</param>
    /// <param name="share">Of all documents; 0 to 0.5.</param>
    public static bool IsHeldOut(TrainingDocument document, double share = DefaultShare)
    {
        ArgumentNullException.ThrowIfNull(document);
        return IsHeldOut(ContentHash.Of(document), share);
    }

    internal static bool IsHeldOut(UInt128 hash, double share) => ContentHash.ToFraction((ulong)(hash >> 64)) < share;

    /// <summary>Chooses among documents; a source of several documents that has none held out gives the one with the least hash.</summary>
    /// <param name="sources">The source per document.</param>
    /// <param name="hashes">The content hash per document; all differ.</param>
    /// <param name="share">Of all documents; 0 to 0.5.</param>
    /// <returns>Per document, whether it is held out.</returns>
    internal static bool[] Choose(IReadOnlyList<int> sources, IReadOnlyList<UInt128> hashes, double share)
    {
        var isHeldOut = new bool[hashes.Count];
        var least = new Dictionary<int, (int Document, int Count, bool HasHeldOut)>();
        for (var i = 0; i < hashes.Count; i++)
        {
            isHeldOut[i] = IsHeldOut(hashes[i], share);
            var (best, count, hasHeldOut) = least.GetValueOrDefault(sources[i], (i, 0, false));
            least[sources[i]] = (hashes[i] < hashes[best] ? i : best, count + 1, hasHeldOut || isHeldOut[i]);
        }

        foreach (var (document, count, hasHeldOut) in least.Values)
        {
            isHeldOut[document] |= share > 0 && count > 1 && !hasHeldOut;
        }

        return isHeldOut;
    }
}
