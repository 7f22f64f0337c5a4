using System.Collections.Immutable;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Conversion;

/// <summary>Chooses the original layers that each shared layer is the mean of.</summary>
internal static class SourceLayers
{
    /// <summary>Chooses.</summary>
    /// <param name="initialization">The rule.</param>
    /// <param name="plan">The sharing.</param>
    /// <param name="seed">For the random choice.</param>
    /// <returns>[shared weight layers][sources]: original layers; one each except for the average.</returns>
    public static ImmutableArray<ImmutableArray<int>> Choose(BlockInitialization initialization, SharingPlan plan, long seed)
    {
        int first = plan.FirstShared, count = plan.LayersPerLoop, last = first + plan.SharedCount - 1;
        return initialization switch
        {
            BlockInitialization.Average => [.. plan.SharedLayers.Select(layer => plan.Originals[layer])],
            BlockInitialization.Stepwise => Single(Enumerable.Range(0, count).Select(layer => Step(first, last, layer, count))),
            BlockInitialization.Lower => Single(Enumerable.Range(first, count)),
            BlockInitialization.Upper => Single(Enumerable.Range(last - count + 1, count)),
            BlockInitialization.Random => Single(Draw(first, plan.SharedCount, count, seed)),
            _ => throw new ConversionException($"Initialization {initialization} is unknown. Choose stepwise, average, lower, upper or random."),
        };
    }

    // round(linspace(first, last, count)), ties to even, as the published code has it.
    private static int Step(int first, int last, int layer, int count)
        => count == 1 ? first : (int)Math.Round(first + ((double)(last - first) * layer / (count - 1)), MidpointRounding.ToEven);

    private static IEnumerable<int> Draw(int first, int among, int count, long seed)
    {
        var random = new NormalRandom((ulong)seed);
        int[] layers = [.. Enumerable.Range(first, among)];
        for (int i = 0; i < count; i++)
        {
            int other = i + (int)(random.NextUniform() * (among - i));
            (layers[i], layers[other]) = (layers[other], layers[i]);
        }

        return layers.Take(count).Order();
    }

    private static ImmutableArray<ImmutableArray<int>> Single(IEnumerable<int> layers) => [.. layers.Select(layer => ImmutableArray.Create(layer))];
}
