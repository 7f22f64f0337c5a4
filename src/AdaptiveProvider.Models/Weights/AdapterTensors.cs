using System.Collections.Immutable;
using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Finds the low-rank pairs of a relaxed recursive model: model.loops.{loop}.layers.{layer}.{projection}.lora_a and .lora_b.</summary>
internal static class AdapterTensors
{
    /// <summary>Binds the pairs of every loop of every looped stage.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="weights">What the pairs adapt: shared layers, and those that a loop has for itself.</param>
    /// <param name="checkpoint">The tensors.</param>
    /// <param name="prefix">What all names start with.</param>
    /// <param name="rank">The pairs' rank; 0 for a model without.</param>
    /// <returns>All layers that differ in a loop.</returns>
    /// <exception cref="ModelFormatException">A pair is incomplete or of another shape, or a loop after the first has none at all.</exception>
    public static ImmutableDictionary<LayerLoop, LayerWeights> Bind(ModelSpec spec, DecoderWeights weights, Checkpoint checkpoint, string prefix, int rank)
    {
        var layers = weights.LoopLayers.ToBuilder();
        foreach (var stage in spec.Layout.Stages.Where(stage => rank > 0 && stage.Loops > 1))
        {
            for (int loop = 0; loop < stage.Loops; loop++)
            {
                bool hasPair = false;
                for (int layer = stage.FirstLayer; layer < stage.FirstLayer + stage.LayerCount; layer++)
                {
                    var shared = weights.LayerAt(layer, loop);
                    var adapters = BindLayer(shared, checkpoint, $"{prefix}loops.{loop}.layers.{layer}.", rank);
                    if (!adapters.IsEmpty)
                    {
                        layers[new LayerLoop(layer, loop)] = shared with { Adapters = adapters };
                        hasPair = true;
                    }
                }

                if (loop > 0 && !hasPair)
                {
                    throw new ModelFormatException(
                        checkpoint.Source,
                        $"{prefix}loops.{loop}.layers.{stage.FirstLayer}.self_attn.q_proj.lora_a",
                        $"the tensor is missing, and so are all other low-rank pairs of loop {loop}, but config.json states rank {rank}. Use the config.json that belongs to the weights.");
                }
            }
        }

        return layers.ToImmutable();
    }

    private static LayerAdapters BindLayer(LayerWeights layer, Checkpoint checkpoint, string prefix, int rank)
    {
        return new LayerAdapters
        {
            Query = Pair("self_attn.q_proj", layer.Query),
            Key = Pair("self_attn.k_proj", layer.Key),
            Value = Pair("self_attn.v_proj", layer.Value),
            Output = Pair("self_attn.o_proj", layer.Output),
            Gate = Pair("mlp.gate_proj", layer.Gate),
            Up = Pair("mlp.up_proj", layer.Up),
            Down = Pair("mlp.down_proj", layer.Down),
        };

        // A projection without either part is not adapted; a part alone is an error, which the second look-up raises.
        LowRankPair? Pair(string projection, WeightTensor weight)
        {
            string a = $"{prefix}{projection}.lora_a", b = $"{prefix}{projection}.lora_b";
            return checkpoint.Contains(a) || checkpoint.Contains(b)
                ? new LowRankPair(checkpoint.Get(a, rank, weight.Shape[1]), checkpoint.Get(b, weight.Shape[0], rank))
                : null;
        }
    }
}
