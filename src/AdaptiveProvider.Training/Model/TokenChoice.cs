using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>Each token's depth, chosen once from the state before the first loop (Mixture-of-Recursions, token choice).</summary>
internal sealed class TokenChoice
{
    private readonly Tensor _input, _weight;

    /// <summary>Chooses.</summary>
    /// <param name="router">How scores become weights.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="input">[batch, rows, hidden]</param>
    /// <param name="fixedDepth">Every token's depth from 0; null to choose.</param>
    public TokenChoice(RouterConfiguration router, WeightView weights, Tensor input, int? fixedDepth)
    {
        _input = input;
        var scores = RouterScores.Run(weights, ParameterNames.TokenRouter, input); // [batch, rows, loops]
        var probabilities = scores.softmax(-1);
        var choosing = (probabilities * router.Scale).detach() + weights.Raw(ParameterNames.TokenRouterBias);
        Depths = fixedDepth is { } depth ? full_like(choosing.argmax(-1), depth) : choosing.argmax(-1); // [batch, rows]
        _weight = (probabilities * router.Scale).gather(-1, Depths.unsqueeze(-1)); // [batch, rows, 1]
        long loops = scores.shape[2];
        Load = Depths.unsqueeze(-1).eq(arange(loops, device: input.device)).to(ScalarType.Float32).mean([0, 1]); // [loops]
        Balance = (probabilities.mean([0, 1]) * Load).sum() * loops;
        SquaredNorm = scores.logsumexp(-1).square().mean();
    }

    /// <summary>[batch, rows]: index of the last loop of each token, from 0.</summary>
    public Tensor Depths { get; }

    /// <summary>[loops]: fraction of the tokens that stop after each loop.</summary>
    public Tensor Load { get; }

    /// <summary>Scalar: Σ Pᵢ·fᵢ with fᵢ = loops · fraction, 1 when balanced.</summary>
    public Tensor Balance { get; }

    /// <summary>Scalar: the mean of logsumexp², which keeps scores small.</summary>
    public Tensor SquaredNorm { get; }

    /// <summary>Scalar: the balancing loss and the score norm with their published weights relative to each other.</summary>
    public Tensor Loss => Balance + (SquaredNorm * 1e-4);

    /// <summary>input + weight · state</summary>
    public Tensor Finish(Tensor state) => _input + (_weight.to(state.dtype) * state);
}
