using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Losses;

/// <summary>The losses of one state at the head. The gradient of the head's weights is already added to the parameter's.</summary>
/// <param name="CrossEntropy">The sum over targets in nats, without its factor.</param>
/// <param name="Divergence">KL(teacher ‖ model), the sum over targets in nats, without its factor; 0 without a teacher.</param>
/// <param name="Root">[batch · rows, hidden]: the state behind the final norm, where the backward pass begins.</param>
/// <param name="Gradient">As the root: its gradient.</param>
internal sealed record HeadTerm(double CrossEntropy, double Divergence, Tensor Root, Tensor Gradient);
