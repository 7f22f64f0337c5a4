using System.Collections.Immutable;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Finds the norm gains and biases that loops after the first have for themselves: model.loops.{loop}.layers.{layer}.input_layernorm.weight and so on.</summary>
internal static class LoopVectorTensors
{
    /// <summary>Binds the vectors of every loop after the first of every looped stage; the first uses the layer's.</summary>
    /// <exception cref="ModelFormatException">A vector that the layer has is missing in a loop, or of another length.</exception>
    public static ImmutableDictionary<LayerLoop, LayerWeights> Bind(ModelSpec spec, DecoderWeights weights, Checkpoint checkpoint, string prefix)
    {
        var uses = from stage in spec.Layout.Stages
                   from loop in Enumerable.Range(0, stage.Loops).Skip(1)
                   from layer in Enumerable.Range(stage.FirstLayer, stage.LayerCount)
                   select new LayerLoop(layer, loop);
        return uses.ToImmutableDictionary(use => use, use => BindLayer(weights.Layers[use.Layer], checkpoint, $"{prefix}loops.{use.Loop}.layers.{use.Layer}."));
    }

    private static LayerWeights BindLayer(LayerWeights layer, Checkpoint checkpoint, string prefix)
    {
        return layer with
        {
            AttentionNorm = Own("input_layernorm.weight", layer.AttentionNorm)!,
            QueryBias = Own("self_attn.q_proj.bias", layer.QueryBias),
            KeyBias = Own("self_attn.k_proj.bias", layer.KeyBias),
            ValueBias = Own("self_attn.v_proj.bias", layer.ValueBias),
            OutputBias = Own("self_attn.o_proj.bias", layer.OutputBias),
            FeedForwardNorm = Own("post_attention_layernorm.weight", layer.FeedForwardNorm)!,
            GateBias = Own("mlp.gate_proj.bias", layer.GateBias),
            UpBias = Own("mlp.up_proj.bias", layer.UpBias),
            DownBias = Own("mlp.down_proj.bias", layer.DownBias),
        };

        WeightTensor? Own(string name, WeightTensor? shared) => shared is null ? null : checkpoint.Get(prefix + name, shared.Shape[0]);
    }
}
