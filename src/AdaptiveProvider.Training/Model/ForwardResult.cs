using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>What a forward pass gives.</summary>
/// <param name="Final">[batch, rows, hidden]: the state that the final norm and head read, each token at its own depth.</param>
/// <param name="Exits">The same for tokens that would have left at the asked exits, by index of exit.</param>
/// <param name="RouterLoss">Scalar: the routers' own losses, weighted; null without.</param>
/// <param name="Loops">[loops]: tokens that took each loop, single precision; null without routing.</param>
/// <param name="TokenLoops">[batch, rows]: loops that each token took, single precision; null without routing.</param>
internal sealed record ForwardResult(Tensor Final, IReadOnlyDictionary<int, Tensor> Exits, Tensor? RouterLoss, Tensor? Loops, Tensor? TokenLoops);
