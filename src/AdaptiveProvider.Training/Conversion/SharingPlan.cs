using System.Collections.Immutable;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Training.Architecture;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>Which original layers become applications of which weight layer.</summary>
internal sealed class SharingPlan
{
    /// <summary>Plans the sharing of so many layers.</summary>
    /// <exception cref="ConversionException">Nothing is to be shared, or the loops do not divide the layers; the message names the loops that do.</exception>
    public SharingPlan(ParameterSharing sharing, int loops, int layerCount)
    {
        bool hasEnds = sharing is ParameterSharing.MiddleCycle or ParameterSharing.MiddleSequence;
        bool isSequence = sharing is ParameterSharing.Sequence or ParameterSharing.MiddleSequence;
        if (sharing is ParameterSharing.None || !Enum.IsDefined(sharing))
        {
            throw new ConversionException("Sharing must be cycle, sequence, middle cycle or middle sequence: without sharing there is nothing to convert.");
        }

        FirstShared = hasEnds ? 1 : 0;
        SharedCount = layerCount - (2 * FirstShared);
        RequireDivisor(loops, layerCount, hasEnds);
        LayersPerLoop = SharedCount / loops;
        int first = FirstShared, perLoop = LayersPerLoop;
        var shared = Enumerable.Range(0, perLoop).Select(layer => Enumerable.Range(0, loops)
            .Select(loop => first + (isSequence ? (layer * loops) + loop : (loop * perLoop) + layer)).ToImmutableArray());
        Originals = [.. hasEnds ? [[0]] : Array.Empty<ImmutableArray<int>>(), .. shared, .. hasEnds ? [[layerCount - 1]] : Array.Empty<ImmutableArray<int>>()];
    }

    /// <summary>Original layers by weight layer and loop, [weight layers][loops]; one for a layer of its own.</summary>
    public ImmutableArray<ImmutableArray<int>> Originals { get; }

    /// <summary>Index of the first shared layer, among the original's and the weight layers.</summary>
    public int FirstShared { get; }

    /// <summary>Original layers that are shared.</summary>
    public int SharedCount { get; }

    /// <summary>Weight layers that are shared.</summary>
    public int LayersPerLoop { get; }

    /// <summary>Indices of the shared weight layers.</summary>
    public IEnumerable<int> SharedLayers => Enumerable.Range(FirstShared, LayersPerLoop);

    private void RequireDivisor(int loops, int layerCount, bool hasEnds)
    {
        int[] fitting = [.. Enumerable.Range(2, RecursionFields.LoopsMax - 1).Where(count => SharedCount > 0 && SharedCount % count == 0)];
        if (fitting.Contains(loops))
        {
            return;
        }

        string layers = hasEnds ? $"{Math.Max(0, SharedCount)} layers between the first and the last" : $"{layerCount} layers";
        string remedy = fitting.Length > 0
            ? $"These loops do: {string.Join(", ", fitting)}."
            : $"No other number does either: choose {(hasEnds ? "a sharing without layers of their own" : "another model")}.";
        throw new ConversionException($"{loops} loops do not divide the model's {layers}. {remedy}");
    }
}
