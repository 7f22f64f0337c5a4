using System.Collections.Immutable;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Finds the weights of a published Mixture-of-Recursions checkpoint, which stores every loop's copy of the shared layers.</summary>
/// <remarks>
/// Copies of equal bytes are read as one. Early versions of the published expert-choice code gave each loop an attention of its own where the
/// paper shares it, so attention and norms may differ from loop to loop; feed-forwards may not.
/// </remarks>
internal sealed class MorTensors(ModelSpec spec, MorFields settings, DecoderTensors tensors, Checkpoint checkpoint)
{
    private readonly string _prefix = DecoderTensors.Prefix(checkpoint);
    private readonly Engine.Depth.Stage _stage = spec.Layout.Stages[settings.Router.Spec.Stage];
    private readonly bool _isExpert = settings.Router.Spec.Kind == RouterKind.ExpertChoice;

    /// <summary>Binds every weight to its role.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing, of another shape, or differs from its copy where it must not.</exception>
    public DecoderWeights Bind()
    {
        var weights = tensors.Bind(spec, checkpoint, layer => LayerName(layer, loop: 0));
        return weights with { LoopLayers = BindLoops(weights), Router = BindRouter() };
    }

    // Expert choice wraps each loop in a layer of its own, token choice all loops in one.
    private string LoopName(int loop) => $"layers.{settings.Recursion.FirstSharedStage + (_isExpert ? loop : 0)}";

    private string LayerName(int layer, int loop)
    {
        int inStage = layer - _stage.FirstLayer;
        return inStage < 0 ? $"layers.{layer}"
            : inStage >= _stage.LayerCount ? $"layers.{settings.Recursion.FirstSharedStage + (_isExpert ? _stage.Loops : 1) + inStage - _stage.LayerCount}"
            : _isExpert ? $"{LoopName(loop)}.block.{inStage}"
            : $"{LoopName(loop)}.block_list.{loop}.{inStage}";
    }

    private ImmutableDictionary<LayerLoop, LayerWeights> BindLoops(DecoderWeights weights)
    {
        var layers = ImmutableDictionary.CreateBuilder<LayerLoop, LayerWeights>();
        for (int layer = _stage.FirstLayer; layer < _stage.FirstLayer + _stage.LayerCount; layer++)
        {
            for (int loop = 1; loop < _stage.Loops; loop++)
            {
                var tied = Tie(tensors.BindLayer(spec, checkpoint, $"{_prefix}{LayerName(layer, loop)}."), weights.Layers[layer]);
                if (tied != weights.Layers[layer])
                {
                    layers.Add(new LayerLoop(layer, loop), tied);
                }
            }
        }

        return layers.ToImmutable();
    }

    private LayerWeights Tie(LayerWeights copy, LayerWeights shared)
    {
        return copy with
        {
            AttentionNorm = Same(copy.AttentionNorm, shared.AttentionNorm)!,
            Query = Same(copy.Query, shared.Query)!,
            QueryBias = Same(copy.QueryBias, shared.QueryBias),
            Key = Same(copy.Key, shared.Key)!,
            KeyBias = Same(copy.KeyBias, shared.KeyBias),
            Value = Same(copy.Value, shared.Value)!,
            ValueBias = Same(copy.ValueBias, shared.ValueBias),
            Output = Same(copy.Output, shared.Output)!,
            OutputBias = Same(copy.OutputBias, shared.OutputBias),
            FeedForwardNorm = Same(copy.FeedForwardNorm, shared.FeedForwardNorm)!,
            Gate = Tied(copy.Gate, shared.Gate)!,
            GateBias = Tied(copy.GateBias, shared.GateBias),
            Up = Tied(copy.Up, shared.Up)!,
            UpBias = Tied(copy.UpBias, shared.UpBias),
            Down = Tied(copy.Down, shared.Down)!,
            DownBias = Tied(copy.DownBias, shared.DownBias),
        };

        static WeightTensor? Same(WeightTensor? own, WeightTensor? shared) => own is not null && own.HasSameBytes(shared!) ? shared : own;

        WeightTensor? Tied(WeightTensor? own, WeightTensor? shared) => own is null || own.HasSameBytes(shared!) ? shared : throw new ModelFormatException(
            checkpoint.Source, own.Name, $"differs from {shared!.Name}, which it should be a copy of. The checkpoint is no recursive model, or its mor.json belongs to another.");
    }

    private RouterWeights BindRouter()
    {
        int hidden = spec.HiddenSize, loops = _stage.Loops;
        bool isMlp = settings.Router.IsMlp;
        if (!_isExpert)
        {
            return new RouterWeights
            {
                Scores = [RouterTensors.Function(checkpoint, $"{_prefix}{LoopName(0)}.mor_router.router", hidden, loops, isMlp)],
                Bias = settings.HasBias ? checkpoint.Get($"{_prefix}{LoopName(0)}.router_bias", loops) : null,
            };
        }

        return new RouterWeights
        {
            Scores = [.. Enumerable.Range(0, loops).Select(loop => RouterTensors.Function(checkpoint, $"{_prefix}{LoopName(loop)}.mor_router.router", hidden, 1, isMlp))],
            Auxiliary = settings.Router.Spec.HasAuxiliary
                ? [.. Enumerable.Range(1, loops - 1).Select(loop => RouterTensors.AuxiliaryFunction(checkpoint, $"{_prefix}{LoopName(loop)}.mlp_router.router", hidden))]
                : [],
        };
    }
}
