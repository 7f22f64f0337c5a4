using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Configuration.Families;

/// <summary>The layers of Qwen2 and Qwen3: with use_sliding_window, those from max_window_layers on have a window.</summary>
internal static class QwenLayers
{
    /// <summary>Reads use_sliding_window, sliding_window, max_window_layers and layer_types.</summary>
    public static ImmutableArray<LayerSpec> Read(ConfigFields config)
    {
        int? window = config.OptionalFlag("use_sliding_window") == true ? DecoderFields.SlidingWindow(config, missing: 4096) : null;
        int fullLayers = config.OptionalInt("max_window_layers", 0, int.MaxValue - 1) ?? 28;
        return [.. LayerWindows.Read(config, window, layer => layer >= fullLayers).Select(layerWindow => new LayerSpec(AttentionWindow: layerWindow))];
    }
}
