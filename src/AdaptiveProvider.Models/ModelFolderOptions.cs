using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Models;

/// <summary>How a model folder is read.</summary>
public sealed record ModelFolderOptions
{
    internal const int LoopsMax = 256;

    /// <summary>
    /// Layers per stage, and so between possible exits, of a model whose files do not say; at least 1.
    /// Null takes 1: a token can leave after any layer.
    /// </summary>
    public int? LayersPerStage { get; init; }

    /// <summary>Loops of a looped model (Ouro, Huginn), 1 to 256; null takes the number that its configuration names.</summary>
    public int? Loops { get; init; }

    /// <summary>
    /// One plane of keys and values for all loops of a looped model, which every loop overwrites. Huginn loses nothing by it and then needs a small
    /// part of the memory; Ouro becomes useless.
    /// </summary>
    public bool SharesLoopCache { get; init; }

    /// <summary>Seed of the random state that Huginn's loops start from; null starts them from zeros.</summary>
    public long? StartStateSeed { get; init; } = 0;

    /// <summary>Which planes the loops of a looped model use.</summary>
    internal KvPolicy LoopKvPolicy => SharesLoopCache ? KvPolicy.SingleOverwritten : KvPolicy.PerLoop;

    /// <summary>The layers per stage.</summary>
    internal int LayersPerStageOrDefault => LayersPerStage ?? 1;
}
