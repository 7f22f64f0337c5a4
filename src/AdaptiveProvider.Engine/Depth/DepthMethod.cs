namespace AdaptiveProvider.Engine.Depth;

/// <summary>How a request spends depth.</summary>
public enum DepthMethod
{
    /// <summary>Every token takes every pass.</summary>
    Full,

    /// <summary>Every token leaves after the same passes (LayerSkip's early exit).</summary>
    Static,

    /// <summary>A token leaves when it is sure enough; the keys and values that it misses are computed from the state it left with (CALM's state copying).</summary>
    Confidence,

    /// <summary>A token leaves when it is sure enough; the next one that goes deep takes it along (FREE's synchronized parallel decoding).</summary>
    Synchronized,

    /// <summary>The model's router chooses each token's loops (Mixture-of-Recursions).</summary>
    Router,

    /// <summary>Tokens are drafted at an exit and verified at full depth: the reply of full depth (LayerSkip's self-speculative decoding).</summary>
    Lossless,
}
