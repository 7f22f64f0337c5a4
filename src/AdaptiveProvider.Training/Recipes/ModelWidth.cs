using AdaptiveProvider.Training.Architecture;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>Gives an architecture another width, with heads and feed-forward in the usual proportions.</summary>
internal static class ModelWidth
{
    private const int UsualHeadDim = 64;

    /// <summary>Feed-forward of 8/3 of the width, rounded up to 32; heads of 64, or two where the width is no multiple of it; half as many for keys where they are even.</summary>
    /// <param name="architecture">The model.</param>
    /// <param name="width">A multiple of 4.</param>
    /// <exception cref="TrainingException">It is not.</exception>
    public static ArchitectureConfiguration Apply(ArchitectureConfiguration architecture, int width)
    {
        if (width <= 0 || width % 4 != 0)
        {
            throw new TrainingException($"A width of {width} cannot be: choose a positive multiple of 4, best of 64.");
        }

        int dim = width % UsualHeadDim == 0 ? UsualHeadDim : width / 2, heads = width / dim;
        return architecture with
        {
            HiddenSize = width,
            IntermediateSize = ((width * 8 / 3) + 31) / 32 * 32,
            HeadCount = heads,
            KvHeadCount = heads % 2 == 0 ? heads / 2 : heads,
            HeadDim = dim,
        };
    }
}
