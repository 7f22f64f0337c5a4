using AdaptiveProvider.Models.Weights;
using AdaptiveProvider.Training.Model;

namespace AdaptiveProvider.Training.Checkpoints;

/// <summary>A decoder's weights under the names of the checkpoint format, whatever its family calls them.</summary>
internal static class NamedWeights
{
    /// <summary>The matrices of a layer, in the order of <see cref="ParameterNames.Matrices"/>.</summary>
    public static IReadOnlyList<LayerMatrix> Matrices { get; } =
    [
        new(ParameterNames.Query, layer => layer.Query, layer => layer.QueryBias, pairs => pairs.Query),
        new(ParameterNames.Key, layer => layer.Key, layer => layer.KeyBias, pairs => pairs.Key),
        new(ParameterNames.Value, layer => layer.Value, layer => layer.ValueBias, pairs => pairs.Value),
        new(ParameterNames.Output, layer => layer.Output, layer => layer.OutputBias, pairs => pairs.Output),
        new(ParameterNames.Gate, layer => layer.Gate, layer => layer.GateBias, pairs => pairs.Gate),
        new(ParameterNames.Up, layer => layer.Up, layer => layer.UpBias, pairs => pairs.Up),
        new(ParameterNames.Down, layer => layer.Down, layer => layer.DownBias, pairs => pairs.Down),
    ];

    /// <summary>The norm gains of a layer, by name.</summary>
    public static IReadOnlyList<(string Name, Func<LayerWeights, WeightTensor> Gain)> Norms { get; } =
    [
        (ParameterNames.AttentionNorm, layer => layer.AttentionNorm),
        (ParameterNames.FeedForwardNorm, layer => layer.FeedForwardNorm),
    ];

    /// <summary>Every tensor of a decoder without biases, each once.</summary>
    public static IEnumerable<WeightTensor> Of(DecoderWeights weights)
        =>
        [
            weights.Embedding.Renamed(ParameterNames.Embedding),
            weights.FinalNorm.Renamed(ParameterNames.FinalNorm),
            .. weights.Head == weights.Embedding ? [] : new[] { weights.Head.Renamed(ParameterNames.Head) },
            .. weights.Layers.SelectMany(Layer),
            .. weights.LoopLayers.SelectMany(layer => Loop(layer.Key, layer.Value, weights.Layers[layer.Key.Layer])),
            .. weights.Router is { } router ? Router(router) : [],
        ];

    private static IEnumerable<WeightTensor> Layer(LayerWeights layer, int index)
        =>
        [
            .. Norms.Select(norm => norm.Gain(layer).Renamed(ParameterNames.Layer(index, norm.Name))),
            .. Matrices.Select(matrix => matrix.Weight(layer).Renamed(ParameterNames.Layer(index, matrix.Name))),
        ];

    private static IEnumerable<WeightTensor> Loop(LayerLoop use, LayerWeights layer, LayerWeights shared)
    {
        foreach (var (name, gain) in Norms.Where(norm => norm.Gain(layer) != norm.Gain(shared)))
        {
            yield return gain(layer).Renamed(ParameterNames.LoopNorm(use.Loop, use.Layer, name));
        }

        foreach (var matrix in Matrices)
        {
            if (layer.Adapters is { } adapters && matrix.Pair(adapters) is { } pair)
            {
                yield return pair.A.Renamed(ParameterNames.LoraA(use.Loop, use.Layer, matrix.Name));
                yield return pair.B.Renamed(ParameterNames.LoraB(use.Loop, use.Layer, matrix.Name));
            }
        }
    }

    private static IEnumerable<WeightTensor> Router(RouterWeights router)
        =>
        [
            .. router.Bias is { } bias ? new[] { bias.Renamed(ParameterNames.TokenRouterBias) } : [],
            .. router.Scores is [{ Outputs: > 1 } all]
                ? Function(all, ParameterNames.TokenRouter)
                : router.Scores.SelectMany((function, loop) => Function(function, ParameterNames.Router(loop, auxiliary: false))),
            .. router.Auxiliary.SelectMany((function, loop) => Function(function, ParameterNames.Router(loop + 1, auxiliary: true))),
        ];

    private static WeightTensor[] Function(ScoreWeights function, string name) => function.Second is { } second
        ? [function.First.Renamed(name + ".0.weight"), second.Renamed(name + ".2.weight")]
        : [function.First.Renamed(name + ".weight")];
}
