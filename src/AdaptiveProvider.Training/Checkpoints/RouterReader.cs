using AdaptiveProvider.Models;
using AdaptiveProvider.Models.Configuration;
using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Architecture;
using SpecKind = AdaptiveProvider.Models.Configuration.RouterKind;
using TrainedKind = AdaptiveProvider.Training.Architecture.RouterKind;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>Says how a model folder's router is trained.</summary>
internal static class RouterReader
{
    /// <summary>Reads the router; null without one.</summary>
    /// <param name="file">For errors: config.json.</param>
    /// <param name="spec">The model.</param>
    /// <param name="weights">Its weights.</param>
    /// <exception cref="ModelFormatException">The router is of a kind that can be run but not trained.</exception>
    public static RouterConfiguration? Read(string file, ModelSpec spec, DecoderWeights weights)
    {
        if (spec.Router is not { } router)
        {
            return null;
        }

        bool isExpert = router.Kind == SpecKind.ExpertChoice;
        bool auxiliaryIsLinear = weights.Router!.Auxiliary.Any(function => function.Second is null);
        Require(!auxiliaryIsLinear || weights.Router!.Auxiliary.All(function => function.Second is null), "decision", "needs auxiliary routers that are all linear or all of two layers");
        int loops = spec.Layout.Stages[router.Stage].Loops;
        return new RouterConfiguration
        {
            Kind = isExpert ? TrainedKind.ExpertChoice : TrainedKind.TokenChoice,
            IsMlp = weights.Router.Scores[0].Second is not null,
            TokenActivation = isExpert ? RouterActivation.Softmax : router.Activation,
            Scale = router.Scale,
            Offset = router.Offset,
            Temperature = router.Temperature,
            Update = router.Update == RouterUpdate.AddOutput ? GateUpdate.AddOutput : GateUpdate.Interpolate,
            Capacities = isExpert ? Capacities(router, loops) : [],
            HasAuxiliaryRouter = router.HasAuxiliary,
            AuxiliaryIsLinear = auxiliaryIsLinear,
            IsElastic = router.IsElastic,
        };

        void Require(bool holds, string field, string rule)
        {
            if (!holds)
            {
                throw new ModelFormatException(file, $"recursion.router.{field}", $"{rule} for training. Choose another model; running this one is possible.");
            }
        }
    }

    // Where the folder does not say: the published 1, 2/3, 1/3.
    private static double[] Capacities(RouterSpec router, int loops)
        => router.Capacities.IsEmpty ? [.. Enumerable.Range(0, loops).Select(loop => (double)(loops - loop) / loops)] : [.. router.Capacities.Select(capacity => (double)capacity)];
}
