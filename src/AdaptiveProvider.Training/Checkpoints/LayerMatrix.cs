using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>One of a layer's matrices: what it is called in a checkpoint and where it is among the weights.</summary>
/// <param name="Name">For example self_attn.q_proj.</param>
/// <param name="Weight">[outputs, inputs]</param>
/// <param name="Bias">[outputs]; null without.</param>
/// <param name="Pair">What a loop adds; null for nothing.</param>
internal sealed record LayerMatrix(string Name, Func<LayerWeights, WeightTensor> Weight, Func<LayerWeights, WeightTensor?> Bias, Func<LayerAdapters, LowRankPair?> Pair);
