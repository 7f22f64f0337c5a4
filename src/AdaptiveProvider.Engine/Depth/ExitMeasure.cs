namespace AdaptiveProvider.Engine.Depth;

/// <summary>What an executor computes about a row after the last pass of its item, so that the engine can decide whether the row leaves.</summary>
/// <remarks>Except for <see cref="RouterScore"/>, more means surer: a row leaves when the number exceeds a threshold.</remarks>
public enum ExitMeasure
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Difference of the two highest probabilities of the raw logits, 0 to 1 (CALM's and FREE's softmax measure). Needs the head.</summary>
    Margin,

    /// <summary>The highest probability of the raw logits, 0 to 1 (CALM, EE-LLM). Needs the head.</summary>
    MaxProbability,

    /// <summary>1 - entropy of the raw logits' probabilities / log of the vocabulary, 0 to 1. Needs the head.</summary>
    Entropy,

    /// <summary>Cosine between the states before and after the last pass, -1 to 1 (CALM's hidden-state saturation). Needs no head.</summary>
    Cosine,

    /// <summary>1 - |after - before| / |after| of the last pass, at most 1 (Huginn's latent difference). Needs no head.</summary>
    RelativeChange,

    /// <summary>
    /// A trained classifier's probability that the token drawn at this exit is full depth's, 0 to 1 (CALM's meta classifier), from the state before
    /// any tail. Not-a-number at exits without a classifier. Needs no head.
    /// </summary>
    Classifier,

    /// <summary>The hazard of the model's exit gate after this loop, 0 to 1 (Ouro). Needs no head.</summary>
    Gate,

    /// <summary>The router's score for the next loop, 0 to 1 (Mixture-of-Recursions): a row goes on when it exceeds the threshold. Needs no head.</summary>
    RouterScore,
}
