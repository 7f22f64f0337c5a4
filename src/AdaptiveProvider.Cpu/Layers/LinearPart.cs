using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Cpu.Layers;

/// <summary>One stored linear layer of a packed matrix.</summary>
/// <param name="Weight">[outputs, inputs]</param>
/// <param name="Bias">[outputs]; null without.</param>
/// <param name="Adapter">What a loop adds to the weight; null adds nothing.</param>
internal readonly record struct LinearPart(WeightTensor Weight, WeightTensor? Bias, LowRankPair? Adapter);
