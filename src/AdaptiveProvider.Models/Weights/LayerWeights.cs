using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>The weights of one transformer layer; linear weights are [outputs, inputs], gains and biases [outputs].</summary>
public sealed record LayerWeights
{
    /// <summary>Gain of the norm before attention, [hidden].</summary>
    public required WeightTensor AttentionNorm { get; init; }

    /// <summary>[heads * head dim, hidden]</summary>
    public required WeightTensor Query { get; init; }

    /// <summary>[kv heads * head dim, hidden]</summary>
    public required WeightTensor Key { get; init; }

    /// <summary>[kv heads * head dim, hidden]</summary>
    public required WeightTensor Value { get; init; }

    /// <summary>[hidden, heads * head dim]</summary>
    public required WeightTensor Output { get; init; }

    /// <summary>Bias of the query projection, [heads * head dim]; null without.</summary>
    public WeightTensor? QueryBias { get; init; }

    /// <summary>Bias of the key projection, [kv heads * head dim]; null without.</summary>
    public WeightTensor? KeyBias { get; init; }

    /// <summary>Bias of the value projection, [kv heads * head dim]; null without.</summary>
    public WeightTensor? ValueBias { get; init; }

    /// <summary>Bias of the output projection, [hidden]; null without.</summary>
    public WeightTensor? OutputBias { get; init; }

    /// <summary>Gain of the per-head query norm, [head dim] (Qwen3); null without.</summary>
    public WeightTensor? QueryNorm { get; init; }

    /// <summary>Gain of the per-head key norm, [head dim] (Qwen3); null without.</summary>
    public WeightTensor? KeyNorm { get; init; }

    /// <summary>Gain of the norm before the feed-forward, [hidden].</summary>
    public required WeightTensor FeedForwardNorm { get; init; }

    /// <summary>Gain of the norm after attention, [hidden]; null with <see cref="NormPlacement.Before"/>.</summary>
    public WeightTensor? AttentionOutputNorm { get; init; }

    /// <summary>Gain of the norm after the feed-forward, [hidden]; null with <see cref="NormPlacement.Before"/>.</summary>
    public WeightTensor? FeedForwardOutputNorm { get; init; }

    /// <summary>[intermediate, hidden]</summary>
    public required WeightTensor Gate { get; init; }

    /// <summary>[intermediate, hidden]</summary>
    public required WeightTensor Up { get; init; }

    /// <summary>[hidden, intermediate]</summary>
    public required WeightTensor Down { get; init; }

    /// <summary>Bias of the gate projection, [intermediate]; null without.</summary>
    public WeightTensor? GateBias { get; init; }

    /// <summary>Bias of the up projection, [intermediate]; null without.</summary>
    public WeightTensor? UpBias { get; init; }

    /// <summary>Bias of the down projection, [hidden]; null without.</summary>
    public WeightTensor? DownBias { get; init; }

    /// <summary>What a loop adds to the linear weights (relaxed recursion); null where it uses them as they are.</summary>
    public LayerAdapters? Adapters { get; init; }

    /// <summary>The same layer without adapters: their products added to the weights, in single precision.</summary>
    /// <exception cref="ArgumentException">A pair does not fit its weight.</exception>
    public LayerWeights Merged() => Adapters is null ? this : this with
    {
        Query = LowRankPair.Add(Query, Adapters.Query),
        Key = LowRankPair.Add(Key, Adapters.Key),
        Value = LowRankPair.Add(Value, Adapters.Value),
        Output = LowRankPair.Add(Output, Adapters.Output),
        Gate = LowRankPair.Add(Gate, Adapters.Gate),
        Up = LowRankPair.Add(Up, Adapters.Up),
        Down = LowRankPair.Add(Down, Adapters.Down),
        Adapters = null,
    };

    /// <summary>Every tensor of the layer, null where it has none.</summary>
    internal IEnumerable<WeightTensor?> Tensors() =>
    [
        AttentionNorm, Query, QueryBias, QueryNorm, Key, KeyBias, KeyNorm, Value, ValueBias, Output, OutputBias, AttentionOutputNorm,
        FeedForwardNorm, FeedForwardOutputNorm, Gate, GateBias, Up, UpBias, Down, DownBias, .. Adapters?.Tensors() ?? [],
    ];
}
