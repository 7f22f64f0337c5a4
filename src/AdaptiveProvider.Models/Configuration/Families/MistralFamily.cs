using System.Collections.Immutable;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Mistral: every layer has the same sliding window; an absent field means 4096, an explicit null none.</summary>
internal sealed class MistralFamily : IModelFamily
{
    private static readonly DecoderDefaults Defaults = new() { ContextLength = 131_072, KvHeadCount = 8 };

    public string Architecture => "MistralForCausalLM";

    public string ModelType => "mistral";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
    {
        var layer = new LayerSpec(AttentionWindow: DecoderFields.SlidingWindow(config, missing: 4096));
        ImmutableArray<LayerSpec> layers = [.. Enumerable.Repeat(layer, DecoderFields.LayerCount(config))];
        return DecoderFields.Read(config, Architecture, Defaults, layers, options);
    }

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint) => new DecoderTensors().Bind(spec, checkpoint);
}
