using System.Collections.Immutable;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>Phi-3 with plain rotary encoding: query, key and value in one tensor, gate and up in another.</summary>
internal sealed class Phi3Family : IModelFamily
{
    private static readonly DecoderDefaults Defaults = new() { ContextLength = 4096, NormEpsilon = 1e-5 };

    public string Architecture => "Phi3ForCausalLM";

    public string ModelType => "phi3";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
    {
        var layer = new LayerSpec(AttentionWindow: DecoderFields.SlidingWindow(config));
        ImmutableArray<LayerSpec> layers = [.. Enumerable.Repeat(layer, DecoderFields.LayerCount(config))];
        return DecoderFields.Read(config, Architecture, Defaults, layers, options);
    }

    public DecoderWeights BindWeights(ConfigFields config, ModelSpec spec, Checkpoint checkpoint) => new DecoderTensors { HasFusedProjections = true }.Bind(spec, checkpoint);
}
