using AdaptiveProvider.Training.Architecture;

namespace AdaptiveProvider.Training.Recipes;

/// <summary>What training a token costs, in floating-point operations, as Mixture-of-Recursions compares models (§3.1: "isoFLOP").</summary>
/// <remarks>
/// A training step costs three forward passes: one forward and two backward (Kaplan et al. 2020, §2.1), so 6 operations per weight that a token
/// is multiplied with. Counted are the layers' matrices once per application, attention over half a sequence (causal), and the head. With routing
/// each loop counts by the share of the tokens that takes it. Embedding look-up, norms, activations, routers and the optimiser are left out: below one percent.
/// </remarks>
public static class TrainingFlops
{
    private const double PassesPerStep = 3;

    /// <summary>Operations per token of training sequences.</summary>
    /// <param name="architecture">The model.</param>
    /// <param name="sequenceLength">Tokens per row; every token counts as attending to half of them.</param>
    public static double PerToken(ArchitectureConfiguration architecture, int sequenceLength)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        double layers = new DepthSegments(architecture).All.Sum(segment => segment.Layers.Length * PerApplication(architecture, segment.Loop, sequenceLength));
        return PassesPerStep * (layers + (2.0 * architecture.VocabularySize * architecture.HiddenSize));
    }

    /// <summary>The share of the tokens that takes a loop: its capacity, or what balanced token choice comes to (Mixture-of-Recursions §2.2).</summary>
    /// <param name="architecture">The model.</param>
    /// <param name="loop">From 0.</param>
    /// <returns>From 0 to 1.</returns>
    public static double LoopShare(ArchitectureConfiguration architecture, int loop)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return architecture.Router switch
        {
            null => 1,
            { Kind: RouterKind.ExpertChoice } router => router.Capacities[loop],
            _ => (double)(architecture.Loops - loop) / architecture.Loops,
        };
    }

    /// <summary>Forward operations of one layer application, per token of the sequence whether it takes the loop or not.</summary>
    private static double PerApplication(ArchitectureConfiguration architecture, int? loop, int sequenceLength)
    {
        double share = loop is { } index ? LoopShare(architecture, index) : 1;
        bool readsFirst = architecture.LoopKv == LoopKv.SharedFirst && loop > 0;
        int width = architecture.HiddenSize, queries = architecture.HeadCount * architecture.HeadDim, keys = architecture.KvHeadCount * architecture.HeadDim;
        double weights = (2.0 * width * queries) + (3.0 * width * architecture.IntermediateSize) + (readsFirst ? 0 : 2.0 * width * keys);
        double lora = loop is null ? 0 : architecture.LoraRank * ((2.0 * (width + queries)) + (2.0 * (width + keys)) + (3.0 * (width + architecture.IntermediateSize)));
        double attendedKeys = sequenceLength * (readsFirst ? 1 : share) / 2;
        return share * ((2 * (weights + lora)) + (4 * queries * attendedKeys)); // scores and weighted sum: 2 · 2 · width of all heads per key
    }
}
