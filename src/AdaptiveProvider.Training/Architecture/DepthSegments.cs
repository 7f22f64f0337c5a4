using System.Collections.Immutable;

namespace AdaptiveProvider.Training.Architecture;

/// <summary>A model's depth as data: the segments that a full-depth token takes.</summary>
public sealed class DepthSegments
{
    /// <summary>Unrolls an architecture.</summary>
    public DepthSegments(ArchitectureConfiguration architecture)
    {
        bool hasEnds = architecture.Sharing is ParameterSharing.MiddleCycle or ParameterSharing.MiddleSequence;
        bool cycles = architecture.Sharing is ParameterSharing.Cycle or ParameterSharing.MiddleCycle;
        int first = hasEnds ? 1 : 0, shared = architecture.LayersPerLoop, loops = architecture.Loops;
        UniqueLayerCount = shared + (2 * first);
        var all = ImmutableArray.CreateBuilder<DepthSegment>();
        int applications = 0;
        Add(null, hasEnds ? [new LayerUse(0, 0)] : []);
        for (int loop = 0; cycles && loop < loops; loop++)
        {
            Add(loop, [.. from layer in Enumerable.Range(first, shared) select new LayerUse(layer, loop)]);
        }

        foreach (var use in from layer in Enumerable.Range(first, cycles ? 0 : shared) from loop in Enumerable.Range(0, loops) select new LayerUse(layer, loop))
        {
            Add(null, [use]);
        }

        Add(null, hasEnds ? [new LayerUse(UniqueLayerCount - 1, 0)] : []);
        All = all.ToImmutable();
        TailStart = cycles ? All.LastIndexOf(All.Last(segment => segment.Loop is not null)) + 1 : All.Length;

        // Where a token may leave before full depth: after each loop but the last, or without loops after each layer but the last.
        Exits = [.. Enumerable.Range(0, All.Length).Where(index => !cycles || All[index].Loop is not null).SkipLast(1)];

        void Add(int? loop, ImmutableArray<LayerUse> layers)
        {
            if (layers.Length > 0)
            {
                all.Add(new DepthSegment(loop, applications, layers));
                applications += layers.Length;
            }
        }
    }

    /// <summary>The segments from the embedding to the head.</summary>
    public ImmutableArray<DepthSegment> All { get; }

    /// <summary>Indices of the segments after which a token may leave before full depth, ascending. Exit number n, from 1, is the n-th of them.</summary>
    public ImmutableArray<int> Exits { get; }

    /// <summary>Weight layers that are stored.</summary>
    public int UniqueLayerCount { get; }

    /// <summary>Index of the first segment after the last loop. A token that stops looping goes on there; without loops an exit goes to the head.</summary>
    public int TailStart { get; }

    /// <summary>Layer applications of a full-depth token.</summary>
    public int LayerDepth => All[^1].End;

    /// <summary>Layer applications of a token that takes so many loops.</summary>
    public int LayersAt(int loops) => All.Where(segment => segment.Loop is null || segment.Loop < loops).Sum(segment => segment.Layers.Length);
}
