using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Optimization;

/// <summary>Loss-free balancing of a token-choice router: bias += u · sign(mean load − load) after each step (Wang et al. 2024, algorithm 1).</summary>
internal static class BalancingBias
{
    /// <summary>Moves the bias.</summary>
    /// <param name="parameters">A model with a token-choice router.</param>
    /// <param name="load">[loops]: the fraction of the step's tokens that stopped after each loop.</param>
    /// <param name="step">How far.</param>
    public static void Move(ModelParameters parameters, float[] load, double step)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var loads = tensor(load, device: parameters.Device);
        parameters[ParameterNames.TokenRouterBias].add_((loads.mean() - loads).sign(), step);
    }
}
