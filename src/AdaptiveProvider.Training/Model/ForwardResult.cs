using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>What a forward pass gives.</summary>
/// <param name="Final">[batch, rows, hidden]: the state that the final norm and head read, each token at its own depth.</param>
/// <param name="Exits">The same for tokens that would have left at the asked exits, by index of segment.</param>
/// <param name="States">[batch, rows, hidden]: the residual stream after the asked segments, by index.</param>
/// <param name="Routers">What the routers are trained on; null without routing.</param>
/// <param name="Loops">Scalar: loops taken by all tokens together, padding left out; null without routing.</param>
/// <param name="TokenLoops">[batch, rows]: loops that each token took, single precision; null without routing, and where a capacity chose.</param>
internal sealed record ForwardResult(
    Tensor Final, IReadOnlyDictionary<int, Tensor> Exits, IReadOnlyDictionary<int, Tensor> States, RouterTerms? Routers, Tensor? Loops, Tensor? TokenLoops);
