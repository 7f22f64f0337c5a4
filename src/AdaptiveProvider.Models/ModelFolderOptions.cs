namespace AdaptiveProvider.Models;

/// <summary>How a model folder is read.</summary>
public sealed record ModelFolderOptions
{
    /// <summary>
    /// Layers per stage, and so between possible exits, of a model whose files do not say; at least 1.
    /// Null takes 1 for models of at most 8 layers and 4 for others.
    /// </summary>
    public int? LayersPerStage { get; init; }

    /// <summary>The layers per stage of a model with so many layers.</summary>
    internal int LayersPerStageFor(int layerCount) => LayersPerStage ?? (layerCount <= 8 ? 1 : 4);
}
