namespace AdaptiveProvider.Models.Weights;

/// <summary>The weights around a looped stage's layers; what they mean is in <see cref="Configuration.LoopSpec"/>.</summary>
public sealed record LoopWeights
{
    /// <summary>Makes a loop's input of its state and the stage's input, one behind the other, [hidden, 2 * hidden]; null without a start state.</summary>
    public WeightTensor? Injection { get; init; }

    /// <summary>The gate, [1, hidden]; null without.</summary>
    public WeightTensor? Gate { get; init; }

    /// <summary>The gate's bias, [1]; null without.</summary>
    public WeightTensor? GateBias { get; init; }

    /// <summary>Every tensor, null where there is none.</summary>
    internal IEnumerable<WeightTensor?> Tensors() => [Injection, Gate, GateBias];
}
