using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Weights;

/// <summary>The weights of a stage's router; what they mean is in <see cref="Configuration.RouterSpec"/>.</summary>
public sealed record RouterWeights
{
    /// <summary>Expert choice: one function of one score per loop, [loops]. Token choice: one function of one score per loop.</summary>
    public required ImmutableArray<ScoreWeights> Scores { get; init; }

    /// <summary>Functions that decide whether a loop runs, [loops - 1] from loop 1 on; empty where the scores decide.</summary>
    public ImmutableArray<ScoreWeights> Auxiliary { get; init; } = [];

    /// <summary>Added to the weights of token choice before the highest is chosen, [loops] (loss-free balancing); null without.</summary>
    public WeightTensor? Bias { get; init; }

    /// <summary>Every tensor, null where there is none.</summary>
    internal IEnumerable<WeightTensor?> Tensors()
        => [.. Scores.Concat(Auxiliary).SelectMany(function => (WeightTensor?[])[function.First, function.Second]), Bias];
}
