using System.Collections.Immutable;

namespace AdaptiveProvider.Models.Configuration;

/// <summary>Which layers have a sliding window, by layer_types or by a family's default rule.</summary>
internal static class LayerWindows
{
    private const string Full = "full_attention", Sliding = "sliding_attention";

    /// <summary>The window per layer.</summary>
    /// <param name="config">The model's fields.</param>
    /// <param name="window">The window of sliding layers; null where none slides, whatever its type says.</param>
    /// <param name="slidesByDefault">Whether a layer slides where layer_types is missing.</param>
    public static ImmutableArray<int?> Read(ConfigFields config, int? window, Func<int, bool> slidesByDefault)
    {
        int layerCount = DecoderFields.LayerCount(config);
        if (config.OptionalTexts("layer_types") is not { } types)
        {
            return [.. Enumerable.Range(0, layerCount).Select(layer => slidesByDefault(layer) ? window : null)];
        }

        if (types.Length < layerCount)
        {
            throw config.Error("layer_types", $"names {types.Length} of {layerCount} layers. Name every layer, or remove the field.");
        }

        return [.. types.Take(layerCount).Select(type => type switch
        {
            Full => null,
            Sliding => window,
            _ => throw config.Unsupported("layer_types", type, $"{Full}, {Sliding}"),
        })];
    }
}
