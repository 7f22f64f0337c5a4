using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Tool.Output;

/// <summary>How many loops a token has taken, from its layer applications.</summary>
/// <param name="layout">The model's depth.</param>
internal sealed class LoopCount(StageLayout layout)
{
    private readonly Stage[] _looped = [.. layout.Stages.Where(stage => stage.Loops > 1)];

    /// <summary>True for models with exactly one looped stage, so that layers say how many loops.</summary>
    public bool IsLooped => _looped.Length == 1;

    /// <summary>The loops, from 1, of a token that took so many layer applications.</summary>
    public int LoopsOf(int layers)
    {
        int around = layout.LayerDepth - (_looped[0].LayerCount * _looped[0].Loops);
        return (layers - around) / _looped[0].LayerCount;
    }
}
