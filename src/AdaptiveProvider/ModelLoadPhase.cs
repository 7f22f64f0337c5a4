namespace AdaptiveProvider;

/// <summary>The parts of loading a model, in order.</summary>
public enum ModelLoadPhase
{
    /// <summary>Configuration, tokenizer and chat template are read and checked.</summary>
    ReadingFolder,

    /// <summary>Weights are converted and packed.</summary>
    PreparingWeights,

    /// <summary>The model can take requests.</summary>
    Ready,
}
