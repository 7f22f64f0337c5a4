using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Llama 1 to 3.x, and models published in its format: SmolLM2, TinyLlama, LayerSkip.</summary>
internal sealed class LlamaFamily : IModelFamily
{
    public string Architecture => "LlamaForCausalLM";

    public string ModelType => "llama";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
        => DecoderFields.Read(config, Architecture, new DecoderDefaults(), layers: null, options);

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint)
    {
        bool attentionBias = config.OptionalFlag("attention_bias") ?? false;
        return new DecoderTensors
        {
            HasQueryKeyValueBias = attentionBias,
            HasOutputBias = attentionBias,
            HasFeedForwardBias = config.OptionalFlag("mlp_bias") ?? false,
        }.Bind(spec, checkpoint);
    }
}
