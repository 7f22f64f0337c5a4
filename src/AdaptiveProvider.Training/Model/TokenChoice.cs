using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Model;

/// <summary>Each token's depth, chosen once from the state before the first loop (Mixture-of-Recursions, token choice).</summary>
internal sealed class TokenChoice
{
    private readonly RouterConfiguration _router;
    private readonly Tensor _input, _weights;

    /// <summary>Chooses.</summary>
    /// <param name="router">How scores become weights.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="input">[batch, rows, hidden]</param>
    /// <param name="real">[batch, rows]: 1 for tokens, 0 for padding.</param>
    /// <param name="fixedDepth">Every token's depth from 0; null to choose.</param>
    /// <param name="terms">Given the balance, the load and the scores.</param>
    public TokenChoice(RouterConfiguration router, WeightView weights, Tensor input, Tensor real, int? fixedDepth, RouterTerms terms)
    {
        (_router, _input) = (router, input);
        var scores = RouterScores.Run(weights, ParameterNames.TokenRouter, input) / router.Temperature; // [batch, rows, loops]
        var probabilities = router.TokenActivation == RouterActivation.Softmax ? scores.softmax(-1) : scores.sigmoid();
        _weights = probabilities * router.Scale;
        var chosen = (_weights.detach() + weights.Raw(ParameterNames.TokenRouterBias)).argmax(-1); // [batch, rows]
        Depths = fixedDepth is { } depth ? full_like(chosen, depth) : chosen;
        terms.AddScores(scores, real);
        long loops = scores.shape[2];
        var share = (real / real.sum().clamp_min(1)).unsqueeze(-1); // [batch, rows, 1]
        terms.Load = (Depths.unsqueeze(-1).eq(arange(loops, device: input.device)) * share).sum([0, 1]); // [loops]
        terms.Balance = ((probabilities * share).sum([0, 1]) * terms.Load).sum() * loops;
    }

    /// <summary>[batch, rows]: index of the last loop of each token, from 0.</summary>
    public Tensor Depths { get; }

    /// <summary>Joins a token's state after its last loop to the input, weighted by that loop.</summary>
    /// <param name="state">[batch, rows, hidden]: each token's state after its last loop, or after a loop before.</param>
    /// <param name="loop">The last loop that any token has taken.</param>
    public Tensor Finish(Tensor state, int loop)
    {
        var weight = _weights.gather(-1, Depths.clamp_max(loop).unsqueeze(-1)); // [batch, rows, 1]
        return RouterScores.Update(_router, _input, state, weight);
    }
}
