using AdaptiveProvider.Models.Configuration;

namespace AdaptiveProvider.Models.Weights;

/// <summary>Finds Huginn's weights under their published names, and takes the fused ones apart.</summary>
/// <param name="spec">The specification: stages of prelude, core block and coda.</param>
/// <param name="checkpoint">The tensors.</param>
/// <param name="hasQueryKeyBias">attn.qk_bias exists.</param>
internal sealed class HuginnTensors(ModelSpec spec, Checkpoint checkpoint, bool hasQueryKeyBias)
{
    private const string Prefix = "transformer.";

    /// <summary>Binds every weight to its role.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing or does not have the shape that the specification asks for.</exception>
    public DecoderWeights Bind()
    {
        var embedding = checkpoint.Get($"{Prefix}wte.weight", spec.VocabularySize, spec.HiddenSize);
        string[] parts = ["prelude", "core_block", "coda"];
        return new DecoderWeights
        {
            Embedding = embedding,
            Layers = [.. spec.Layout.Stages.SelectMany((stage, part) => Enumerable.Range(0, stage.LayerCount).Select(layer => BindLayer($"{Prefix}{parts[part]}.{layer}.")))],
            Loops = new LoopWeights { Injection = checkpoint.Get($"{Prefix}adapter.weight", spec.HiddenSize, 2 * spec.HiddenSize) },
            FinalNorm = checkpoint.Get($"{Prefix}ln_f.weight", spec.HiddenSize),
            Head = spec.TiedHead ? embedding : checkpoint.Get("lm_head.weight", spec.VocabularySize, spec.HiddenSize),
        };
    }

    private LayerWeights BindLayer(string prefix)
    {
        int hidden = spec.HiddenSize, intermediate = spec.IntermediateSize;
        var projections = checkpoint.Get($"{prefix}attn.Wqkv.weight", 3 * hidden, hidden);
        var gateAndUp = checkpoint.Get($"{prefix}mlp.fc.weight", 2 * intermediate, hidden);
        var biases = hasQueryKeyBias ? checkpoint.Get($"{prefix}attn.qk_bias", 2, 1, spec.HeadCount, spec.HeadDim).Reshaped(2 * hidden) : null; // queries, then keys
        return new LayerWeights
        {
            AttentionNorm = checkpoint.Get($"{prefix}norm_1.weight", hidden),
            Query = projections.Rows(0, hidden).PairsAsHalves(spec.HeadDim),
            Key = projections.Rows(hidden, hidden).PairsAsHalves(spec.HeadDim),
            Value = projections.Rows(2 * hidden, hidden),
            QueryBias = biases?.Rows(0, hidden).PairsAsHalves(spec.HeadDim),
            KeyBias = biases?.Rows(hidden, hidden).PairsAsHalves(spec.HeadDim),
            Output = checkpoint.Get($"{prefix}attn.proj.weight", hidden, hidden),
            AttentionOutputNorm = checkpoint.Get($"{prefix}norm_2.weight", hidden),
            FeedForwardNorm = checkpoint.Get($"{prefix}norm_3.weight", hidden),
            Gate = gateAndUp.Rows(0, intermediate),
            Up = gateAndUp.Rows(intermediate, intermediate),
            Down = checkpoint.Get($"{prefix}mlp.proj.weight", hidden, intermediate),
            FeedForwardOutputNorm = checkpoint.Get($"{prefix}norm_4.weight", hidden),
        };
    }
}
