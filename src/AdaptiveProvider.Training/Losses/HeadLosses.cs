using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>What a state's rows lose through the head.</summary>
/// <param name="CrossEntropy">Scalar: summed over rows in nats, no gradient.</param>
/// <param name="Divergence">Scalar: KL(teacher ‖ student) summed over rows in nats, no gradient; null without a teacher.</param>
/// <param name="Objective">Scalar whose gradient is the weighted losses'; its own value means nothing.</param>
internal readonly record struct HeadLosses(Tensor CrossEntropy, Tensor? Divergence, Tensor Objective);
