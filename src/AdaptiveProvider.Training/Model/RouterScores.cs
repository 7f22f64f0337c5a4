using AdaptiveProvider.Training.Architecture;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace AdaptiveProvider.Training.Model;

/// <summary>Router outputs, in single precision whatever the model computes in.</summary>
internal static class RouterScores
{
    /// <summary>Runs a router on the raw residual stream.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="name">The router's name.</param>
    /// <param name="hidden">[…, hidden]</param>
    /// <returns>[…, outputs]</returns>
    public static Tensor Run(WeightView weights, string name, Tensor hidden)
    {
        var x = hidden.to(ScalarType.Float32);
        string single = name + ".weight";
        return weights.Contains(single)
            ? linear(x, weights.Raw(single))
            : linear(gelu(linear(x, weights.Raw(name + ".0.weight"))), weights.Raw(name + ".2.weight"));
    }

    /// <summary>An expert-choice router's scores, divided by its temperature: what its sigmoid and its losses read.</summary>
    /// <param name="router">How it routes.</param>
    /// <param name="weights">The parameters.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="hidden">[batch, rows, hidden]</param>
    /// <returns>[batch, rows, 1]</returns>
    public static Tensor OfLoop(RouterConfiguration router, WeightView weights, int loop, Tensor hidden)
        => Run(weights, ParameterNames.Router(loop, auxiliary: false), hidden) / router.Temperature;

    /// <summary>The auxiliary router's scores, which have no temperature.</summary>
    /// <param name="weights">The parameters.</param>
    /// <param name="loop">The loop, from 1.</param>
    /// <param name="hidden">[batch, rows, hidden]</param>
    /// <returns>[batch, rows, 1]</returns>
    public static Tensor OfAuxiliary(WeightView weights, int loop, Tensor hidden) => Run(weights, ParameterNames.Router(loop, auxiliary: true), hidden);

    /// <summary>offset + scale · sigmoid(scores)</summary>
    public static Tensor Gate(RouterConfiguration router, Tensor scores) => (scores.sigmoid() * router.Scale) + router.Offset;

    /// <summary>Joins a loop's output to the state.</summary>
    /// <param name="router">How.</param>
    /// <param name="state">[batch, rows, hidden]</param>
    /// <param name="output">[batch, rows, hidden]</param>
    /// <param name="gate">[batch, rows, 1], single precision</param>
    public static Tensor Update(RouterConfiguration router, Tensor state, Tensor output, Tensor gate)
    {
        var factor = gate.to(state.dtype);
        return router.Update == GateUpdate.AddOutput ? state + (factor * output) : state + (factor * (output - state));
    }
}
