using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Qwen 2 and 2.5: query, key and value projections always have a bias.</summary>
internal sealed class Qwen2Family : IModelFamily
{
    private static readonly DecoderDefaults Defaults = new() { ContextLength = 32_768, KvHeadCount = 32 };

    public string Architecture => "Qwen2ForCausalLM";

    public string ModelType => "qwen2";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
        => DecoderFields.Read(config, Architecture, Defaults, QwenLayers.Read(config), options);

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint) => new DecoderTensors { HasQueryKeyValueBias = true }.Bind(spec, checkpoint);
}
