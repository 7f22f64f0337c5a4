using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Finds a router's weights under this project's names.</summary>
internal static class RouterTensors
{
    /// <summary>Binds model.routers.{loop}, model.auxiliary_routers.{loop} and model.token_router.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or does not have the shape that the specification asks for.</exception>
    public static RouterWeights Bind(ModelSpec spec, RouterFields router, Checkpoint checkpoint, string prefix)
    {
        int loops = spec.Layout.Stages[router.Spec.Stage].Loops;
        if (router.Spec.Kind == RouterKind.TokenChoice)
        {
            string bias = $"{prefix}token_router.bias";
            return new RouterWeights
            {
                Scores = [Function(checkpoint, $"{prefix}token_router", spec.HiddenSize, loops, router.IsMlp)],
                Bias = checkpoint.Contains(bias) ? checkpoint.Get(bias, loops) : null,
            };
        }

        return new RouterWeights
        {
            Scores = [.. Enumerable.Range(0, loops).Select(loop => Function(checkpoint, $"{prefix}routers.{loop}", spec.HiddenSize, 1, router.IsMlp))],
            Auxiliary = router.Spec.HasAuxiliary
                ? [.. Enumerable.Range(1, loops - 1).Select(loop => AuxiliaryFunction(checkpoint, $"{prefix}auxiliary_routers.{loop}", spec.HiddenSize))]
                : [],
        };
    }

    /// <summary>Binds name.weight, or name.0.weight and name.2.weight, the inner width twice the hidden size.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or of another shape, or there are biases.</exception>
    public static ScoreWeights Function(Checkpoint checkpoint, string name, int hidden, int outputs, bool isMlp)
    {
        if (!isMlp)
        {
            return new ScoreWeights(checkpoint.Get($"{name}.weight", outputs, hidden));
        }

        if (checkpoint.Contains($"{name}.0.bias") || checkpoint.Contains($"{name}.2.bias"))
        {
            throw new ModelFormatException(checkpoint.Source, $"{name}.0.bias", "routers with biases in both layers are not supported. Supported: routers without biases.");
        }

        return new ScoreWeights(checkpoint.Get($"{name}.0.weight", 2 * hidden, hidden), checkpoint.Get($"{name}.2.weight", outputs, 2 * hidden));
    }

    /// <summary>Binds a function of one score, linear or not as its tensors say.</summary>
    /// <exception cref="ModelFormatException">As <see cref="Function"/>.</exception>
    public static ScoreWeights AuxiliaryFunction(Checkpoint checkpoint, string name, int hidden)
        => Function(checkpoint, name, hidden, 1, isMlp: !checkpoint.Contains($"{name}.weight"));
}
