using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Qwen 3: an RMS norm over each query and key head, and a head width of its own.</summary>
internal sealed class Qwen3Family : IModelFamily
{
    private static readonly DecoderDefaults Defaults = new() { ContextLength = 32_768, KvHeadCount = 32, HeadDim = 128 };

    public string Architecture => "Qwen3ForCausalLM";

    public string ModelType => "qwen3";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
        => DecoderFields.Read(config, Architecture, Defaults, QwenLayers.Read(config), options);

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint)
    {
        bool attentionBias = config.OptionalFlag("attention_bias") ?? false;
        return new DecoderTensors { HasQueryKeyNorm = true, HasQueryKeyValueBias = attentionBias, HasOutputBias = attentionBias }.Bind(spec, checkpoint);
    }
}
