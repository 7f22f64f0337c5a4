namespace AdaptiveProvider.Engine.Sampling;

/// <summary>All that an executor needs to turn one row of logits into a token, independent of the row's batch mates.</summary>
/// <remarks>One instance lives as long as its request; the engine refreshes <see cref="Uniform"/> before each step.</remarks>
public sealed class RowSampling(SamplingSettings settings)
{
    /// <summary>The request's settings.</summary>
    public SamplingSettings Settings { get; } = settings;

    /// <summary>This token's uniform number in [0, 1), from <see cref="CounterRandom"/>.</summary>
    public float Uniform { get; set; }

    /// <summary>How often each token occurs in prompt and reply; null unless the settings have penalties.</summary>
    public TokenCounts? Counts { get; init; }

    /// <summary>Tokens allowed at this position, as bits [vocabulary / 32]; empty allows all.</summary>
    public ReadOnlyMemory<uint> AllowedTokens { get; set; }

    /// <summary>How many of the highest raw logits to report beside the token; 0 to the vocabulary.</summary>
    public int TopLogitCount { get; set; }

    /// <summary>A token whose raw logit is to be reported beside the drawn one; null for none.</summary>
    public int? ScoredToken { get; set; }

    /// <summary>The drafted token that this row's draw verifies; null draws freely.</summary>
    public DraftedToken? Draft { get; set; }

    /// <summary>Receives the probabilities that the token was drawn from, after everything that changes them, [vocabulary]; empty wants none.</summary>
    public Memory<float> Distribution { get; set; }
}
