using System.Collections.Immutable;
using AdaptiveProvider.Engine.Depth;
using AdaptiveProvider.Engine.Execution;

namespace AdaptiveProvider;

/// <summary>What a loaded model offers.</summary>
/// <param name="Layers">Layer applications of a full-depth token.</param>
/// <param name="ExitLayers">Depths, in layer applications, after which a token may leave; the last is full depth.</param>
/// <param name="ContextTokens">Tokens that one request may hold, prompt and reply together.</param>
/// <param name="VocabularySize">Token ids that the model knows, from 0.</param>
/// <param name="ConcurrentRequests">Requests that run at the same time.</param>
/// <param name="Device">Where and how the model computes, in words.</param>
public sealed record ModelCapabilities(
    int Layers,
    ImmutableArray<int> ExitLayers,
    int ContextTokens,
    int VocabularySize,
    int ConcurrentRequests,
    string Device)
{
    /// <summary>Depths, in layer applications, after which a token may leave for the head; the last is full depth.</summary>
    public static ImmutableArray<int> ExitLayersOf(StageLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return [.. layout.ExitPasses.Select(layout.LayersAtExit).Distinct()];
    }

    internal static ModelCapabilities Of(ExecutorInfo info) => new(
        info.Layout.LayerDepth, ExitLayersOf(info.Layout), info.SlotLength, info.VocabularySize, info.SlotCount, info.Device);
}
