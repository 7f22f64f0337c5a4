using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Finds a decoder's weights in a checkpoint with Llama's tensor names, and checks every shape.</summary>
/// <remarks>As transformers does, it ignores tensors that the configuration has no use for: a stored head of a tied model, unexpected biases.</remarks>
internal sealed record DecoderTensors
{
    /// <summary>q_proj, k_proj and v_proj have a bias.</summary>
    public bool HasQueryKeyValueBias { get; init; }

    /// <summary>o_proj has a bias.</summary>
    public bool HasOutputBias { get; init; }

    /// <summary>gate_proj, up_proj and down_proj have a bias.</summary>
    public bool HasFeedForwardBias { get; init; }

    /// <summary>q_norm and k_norm exist.</summary>
    public bool HasQueryKeyNorm { get; init; }

    /// <summary>input_layernorm_2 follows attention and post_attention_layernorm_2 the feed-forward.</summary>
    public bool HasOutputNorms { get; init; }

    /// <summary>qkv_proj and gate_up_proj stand for their parts.</summary>
    public bool HasFusedProjections { get; init; }

    /// <summary>What all names but the head's start with: checkpoints saved from the bare model, without its head, lack it.</summary>
    public static string Prefix(Checkpoint checkpoint)
        => !checkpoint.Contains("model.embed_tokens.weight") && checkpoint.Contains("embed_tokens.weight") ? "" : "model.";

    /// <summary>Binds every weight to its role.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="checkpoint">The tensors.</param>
    /// <param name="layerName">The name of a weight layer behind the prefix; null for Llama's, layers.0 and so on.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or does not have the shape that the specification asks for.</exception>
    public DecoderWeights Bind(ModelSpec spec, Checkpoint checkpoint, Func<int, string>? layerName = null)
    {
        string prefix = Prefix(checkpoint);
        layerName ??= layer => $"layers.{layer}";
        var embedding = checkpoint.Get($"{prefix}embed_tokens.weight", spec.VocabularySize, spec.HiddenSize);
        if (!spec.TiedHead && !checkpoint.Contains("lm_head.weight"))
        {
            throw new ModelFormatException(
                checkpoint.Source, "lm_head.weight", "the tensor is missing. If the model uses its embedding as head, set tie_word_embeddings to true in config.json.");
        }

        return new DecoderWeights
        {
            Embedding = embedding,
            Layers = [.. Enumerable.Range(0, spec.Layers.Length).Select(layer => BindLayer(spec, checkpoint, $"{prefix}{layerName(layer)}."))],
            FinalNorm = checkpoint.Get($"{prefix}norm.weight", spec.HiddenSize),
            Head = spec.TiedHead ? embedding : checkpoint.Get("lm_head.weight", spec.VocabularySize, spec.HiddenSize),
        };
    }

    /// <summary>Binds one layer.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="checkpoint">The tensors.</param>
    /// <param name="prefix">What the layer's names start with, up to the dot before self_attn.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or does not have the shape that the specification asks for.</exception>
    public LayerWeights BindLayer(ModelSpec spec, Checkpoint checkpoint, string prefix)
    {
        int hidden = spec.HiddenSize, intermediate = spec.IntermediateSize;
        int queries = spec.HeadCount * spec.HeadDim, keys = spec.KvHeadCount * spec.HeadDim;
        string attention = prefix + "self_attn.", feedForward = prefix + "mlp.";
        var (query, key, value) = HasFusedProjections ? FusedAttention() : (Weight("q_proj", queries), Weight("k_proj", keys), Weight("v_proj", keys));
        var (gate, up) = HasFusedProjections ? FusedFeedForward() : (FeedForwardWeight("gate_proj"), FeedForwardWeight("up_proj"));
        return new LayerWeights
        {
            AttentionNorm = checkpoint.Get($"{prefix}input_layernorm.weight", hidden),
            Query = query,
            Key = key,
            Value = value,
            Output = checkpoint.Get($"{attention}o_proj.weight", hidden, queries),
            QueryBias = Vector(HasQueryKeyValueBias, $"{attention}q_proj.bias", queries),
            KeyBias = Vector(HasQueryKeyValueBias, $"{attention}k_proj.bias", keys),
            ValueBias = Vector(HasQueryKeyValueBias, $"{attention}v_proj.bias", keys),
            OutputBias = Vector(HasOutputBias, $"{attention}o_proj.bias", hidden),
            QueryNorm = Vector(HasQueryKeyNorm, $"{attention}q_norm.weight", spec.HeadDim),
            KeyNorm = Vector(HasQueryKeyNorm, $"{attention}k_norm.weight", spec.HeadDim),
            FeedForwardNorm = checkpoint.Get($"{prefix}post_attention_layernorm.weight", hidden),
            AttentionOutputNorm = Vector(HasOutputNorms, $"{prefix}input_layernorm_2.weight", hidden),
            FeedForwardOutputNorm = Vector(HasOutputNorms, $"{prefix}post_attention_layernorm_2.weight", hidden),
            Gate = gate,
            Up = up,
            Down = checkpoint.Get($"{feedForward}down_proj.weight", hidden, intermediate),
            GateBias = Vector(HasFeedForwardBias, $"{feedForward}gate_proj.bias", intermediate),
            UpBias = Vector(HasFeedForwardBias, $"{feedForward}up_proj.bias", intermediate),
            DownBias = Vector(HasFeedForwardBias, $"{feedForward}down_proj.bias", hidden),
        };

        WeightTensor Weight(string name, int outputs) => checkpoint.Get($"{attention}{name}.weight", outputs, hidden);

        WeightTensor FeedForwardWeight(string name) => checkpoint.Get($"{feedForward}{name}.weight", intermediate, hidden);

        WeightTensor? Vector(bool exists, string name, int size) => exists ? checkpoint.Get(name, size) : null;

        (WeightTensor Query, WeightTensor Key, WeightTensor Value) FusedAttention()
        {
            var fused = checkpoint.Get($"{attention}qkv_proj.weight", queries + (2 * keys), hidden);
            return (fused.Rows(0, queries), fused.Rows(queries, keys), fused.Rows(queries + keys, keys));
        }

        (WeightTensor Gate, WeightTensor Up) FusedFeedForward()
        {
            var fused = checkpoint.Get($"{feedForward}gate_up_proj.weight", 2 * intermediate, hidden);
            return (fused.Rows(0, intermediate), fused.Rows(intermediate, intermediate));
        }
    }
}
