using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Mixture-of-Recursions as its authors publish it (2507.10524): tied weights stored once per loop, settings in a mor.json beside config.json.</summary>
internal sealed class MixtureOfRecursionsFamily : IModelFamily
{
    public string Architecture => "MoRLlamaForCausalLM";

    public string ModelType => "mor_llama";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
    {
        var settings = MorFields.Read(config);
        return RecursiveSpec.Read(config, Architecture, settings.Recursion, settings.Router, options);
    }

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint)
    {
        bool attentionBias = config.OptionalFlag("attention_bias") ?? false;
        var tensors = new DecoderTensors
        {
            HasQueryKeyValueBias = attentionBias,
            HasOutputBias = attentionBias,
            HasFeedForwardBias = config.OptionalFlag("mlp_bias") ?? false,
        };
        return new MorTensors(spec, MorFields.Read(config), tensors, checkpoint).Bind();
    }
}
