using AdaptiveProvider.Training.Architecture;
using AdaptiveProvider.Training.Data;
using AdaptiveProvider.Training.Model;
using static TorchSharp.torch;

namespace AdaptiveProvider.Training.Routers;

/// <summary>
/// Gives a trained model routers that decide by what another loop is worth: an auxiliary router per later loop, fitted to the rank of the loss that
/// the next loop saves. The model itself is not changed: at full depth it computes what it did before.
/// </summary>
public static class RouterFitting
{
    /// <summary>Tokens that a fit looks at by default.</summary>
    public const int TokensDefault = 40_000;

    /// <summary>Fits the routers.</summary>
    /// <param name="parameters">A model with expert choice, trained with exits after its loops.</param>
    /// <param name="batches">Training text.</param>
    /// <param name="tokensMax">Tokens to look at.</param>
    /// <returns>The same model with auxiliary routers.</returns>
    /// <exception cref="TrainingException">The model has no expert-choice router.</exception>
    public static ModelParameters Fit(ModelParameters parameters, IEnumerable<PackedBatch> batches, int tokensMax = TokensDefault)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(batches);
        if (parameters.Architecture.Router is not { Kind: RouterKind.ExpertChoice } router)
        {
            throw new TrainingException("Routers can be fitted to a model with expert choice only. Name a model whose configuration has such a router.");
        }

        var fitted = new ModelParameters(
            parameters.Architecture with { Router = router with { HasAuxiliaryRouter = true, AuxiliaryIsLinear = true } }, seed: 0, parameters.Device);
        foreach (string name in fitted.Names.Where(parameters.Contains))
        {
            if (!name.Contains("auxiliary", StringComparison.Ordinal))
            {
                fitted.Set(name, parameters[name]);
            }
        }

        using var scope = NewDisposeScope();
        var gains = LoopGains.Measure(parameters, batches, tokensMax);
        var scores = RankRegression.Fit([.. Enumerable.Range(1, parameters.Architecture.Loops - 1).Select(gains.Of)]);
        for (int loop = 1; loop < parameters.Architecture.Loops; loop++)
        {
            fitted.Set(ParameterNames.Router(loop, auxiliary: true) + ".weight", scores[loop - 1].to(parameters.Device));
        }

        return fitted;
    }
}
