namespace AdaptiveProvider.Models.Configuration;

/// <summary>Builds the specification of a decoder whose layer applications share weights.</summary>
internal static class RecursiveSpec
{
    /// <summary>Reads Llama's fields, num_hidden_layers counting applications at full depth, and cuts them into stages.</summary>
    /// <exception cref="ModelFormatException">A field is missing, out of range, or does not fit another.</exception>
    public static ModelSpec Read(ConfigFields config, string architecture, RecursionFields recursion, RouterFields? router, ModelFolderOptions options)
    {
        int uniqueLayers = recursion.UniqueLayers(config, DecoderFields.LayerCount(config));
        return DecoderFields.Read(config, architecture, new DecoderDefaults(), layers: null, options) with
        {
            Layers = [.. Enumerable.Repeat(new LayerSpec(), uniqueLayers)],
            Layout = recursion.Layout(uniqueLayers, router?.Exit, options.LayersPerStageOrDefault),
            Router = router?.Spec,
        };
    }
}
