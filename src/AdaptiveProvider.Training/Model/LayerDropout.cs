using System.Collections;

namespace AdaptiveProvider.Training.Model;

/// <summary>Which layer applications a batch's sequences do without (LayerSkip §4.1.1: layer dropout, per sample).</summary>
/// <param name="kept">Per application, [sequences]: true where it runs.</param>
internal sealed class LayerDropout(IReadOnlyList<BitArray> kept)
{
    /// <summary>The sequences that run an application, ascending; null for all.</summary>
    public long[]? Kept(int application)
    {
        var runs = kept[application];
        return runs.HasAllSet() ? null : [.. Enumerable.Range(0, runs.Length).Where(sequence => runs[sequence]).Select(sequence => (long)sequence)];
    }
}
