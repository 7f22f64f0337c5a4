using System.Collections.Immutable;
using AdaptiveProvider.Models.Weights;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>SmolLM3: every fourth layer has no position encoding, and the head is tied unless config.json says otherwise.</summary>
internal sealed class SmolLm3Family : IModelFamily
{
    private static readonly DecoderDefaults Defaults = new() { ContextLength = 32_768, RopeTheta = 2_000_000, KvHeadCount = 4, TiedHead = true };

    public string Architecture => "SmolLM3ForCausalLM";

    public string ModelType => "smollm3";

    public ModelSpec ReadSpec(ConfigFields config, ModelFolderOptions options)
    {
        var usesRotary = UsesRotary(config);
        int? window = config.OptionalFlag("use_sliding_window") == true ? DecoderFields.SlidingWindow(config) : null;
        var windows = LayerWindows.Read(config, window, layer => !usesRotary[layer]);
        ImmutableArray<LayerSpec> layers = [.. usesRotary.Zip(windows, (rotary, layerWindow) => new LayerSpec(rotary, layerWindow))];
        return DecoderFields.Read(config, Architecture, Defaults, layers, options);
    }

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

    // Despite its name, no_rope_layers holds 1 for the layers that do rotate.
    private static ImmutableArray<bool> UsesRotary(ConfigFields config)
    {
        const string Field = "no_rope_layers";
        int layerCount = DecoderFields.LayerCount(config);
        if (config.OptionalInts(Field, 0, 1) is { } flags)
        {
            return flags.Length >= layerCount
                ? [.. flags.Take(layerCount).Select(flag => flag == 1)]
                : throw config.Error(Field, $"names {flags.Length} of {layerCount} layers. Name every layer, or remove the field.");
        }

        int interval = config.OptionalInt("no_rope_layer_interval", 1, int.MaxValue - 1) ?? 4;
        return [.. Enumerable.Range(1, layerCount).Select(layer => layer % interval != 0)];
    }
}
