namespace AdaptiveProvider.Training.Configuration;

/// <summary>How a token-choice router is kept from sending every token to the same depth.</summary>
public enum TokenBalancing
{
    /// <summary>By the loss Σ Pᵢ · fᵢ.</summary>
    Loss,

    /// <summary>By a bias that decides, but weighs nothing, and that each step moves towards depths chosen too rarely (Wang et al. 2024, loss-free balancing).</summary>
    LossFree,

    /// <summary>Not at all.</summary>
    None,
}
