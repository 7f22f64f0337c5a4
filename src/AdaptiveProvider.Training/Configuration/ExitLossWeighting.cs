namespace AdaptiveProvider.Training.Configuration;

/// <summary>How much each exit's loss counts beside the full-depth loss.</summary>
public enum ExitLossWeighting
{
    /// <summary>The coefficient for every exit before the last (Relaxed Recursive Transformers' aggressive 0.1).</summary>
    Constant,

    /// <summary>
    /// LayerSkip's e(l): growing with depth, normalised over the exits of a step. As published the first layer of all weighs nothing; an exit
    /// after a loop weighs as its last layer does, so that loops are not affected.
    /// </summary>
    Growing,

    /// <summary>CALM's and FREE's Σ i · CEᵢ / Σ i, i being the layers run, over the exits of a step and full depth.</summary>
    Proportional,
}
