using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Architecture;

/// <summary>A model's depth as data: the segments that a full-depth token takes.</summary>
public sealed class DepthSegments
{
    /// <summary>Unrolls an architecture.</summary>
    public DepthSegments(ArchitectureConfiguration architecture)
    {
        bool hasEnds = architecture.Sharing is ParameterSharing.MiddleCycle or ParameterSharing.MiddleSequence;
        int first = hasEnds ? 1 : 0, shared = architecture.LayersPerLoop, loops = architecture.Loops;
        UniqueLayerCount = shared + (2 * first);
        var all = ImmutableArray.CreateBuilder<DepthSegment>();
        if (hasEnds)
        {
            all.Add(Single(0, 0));
        }

        if (architecture.Sharing is ParameterSharing.Cycle or ParameterSharing.MiddleCycle)
        {
            for (int loop = 0; loop < loops; loop++)
            {
                all.Add(new DepthSegment(loop, [.. from layer in Enumerable.Range(first, shared) select new LayerUse(layer, loop)]));
            }
        }
        else
        {
            all.AddRange(from layer in Enumerable.Range(first, shared) from loop in Enumerable.Range(0, loops) select Single(layer, loop));
        }

        if (hasEnds)
        {
            all.Add(Single(UniqueLayerCount - 1, 0));
        }

        All = all.ToImmutable();
        TailStart = All.Any(segment => segment.Loop is not null) ? All.LastIndexOf(All.Last(segment => segment.Loop is not null)) + 1 : All.Length;
    }

    /// <summary>The segments from the embedding to the head.</summary>
    public ImmutableArray<DepthSegment> All { get; }

    /// <summary>Weight layers that are stored.</summary>
    public int UniqueLayerCount { get; }

    /// <summary>Index of the first segment after the last loop. A token that stops looping goes on there; without loops an exit goes to the head.</summary>
    public int TailStart { get; }

    /// <summary>Layer applications of a full-depth token.</summary>
    public int LayerDepth => All.Sum(segment => segment.Layers.Length);

    /// <summary>Layer applications of a token that takes so many loops.</summary>
    public int LayersAt(int loops) => All.Where(segment => segment.Loop is null || segment.Loop < loops).Sum(segment => segment.Layers.Length);

    private static DepthSegment Single(int layer, int loop) => new(null, [new LayerUse(layer, loop)]);
}
