using AdaptiveProvider.Engine;
using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Depth;

/// <summary>Translates layers, loops and shares of depth into passes of a layout.</summary>
internal sealed class LayoutExits(StageLayout layout)
{
    private string Listed => string.Join(", ", layout.ExitPasses.Select(layout.LayersAtExit).Distinct());

    /// <summary>The share of full depth of a token that leaves after so many passes.</summary>
    public double ShareAt(int pass) => (double)layout.LayersAtExit(pass) / layout.LayerDepth;

    /// <summary>The exit after exactly so many layer applications.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public int AtLayer(int layers)
    {
        foreach (int pass in layout.ExitPasses)
        {
            if (layout.LayersAtExit(pass) == layers)
            {
                return pass;
            }
        }

        throw OptionError.OutOfRange(AdaptiveOptionKeys.ExitLayer, layers, $"{AdaptiveOptionKeys.ExitLayer} is {layers}; this model's exits are after layers {Listed}.");
    }

    /// <summary>The fewest passes after which a token has taken at least so many layer applications.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Full depth has fewer.</exception>
    public int FromLayer(int layers) => layers <= layout.LayerDepth
        ? layout.ExitPasses.First(pass => layout.LayersAtExit(pass) >= layers)
        : throw OptionError.OutOfRange(AdaptiveOptionKeys.MinExitLayer, layers, $"{AdaptiveOptionKeys.MinExitLayer} is {layers}; this model has {layout.LayerDepth} layers.");

    /// <summary>The deepest exit within a share of full depth; null where the first is deeper.</summary>
    public int? DeepestWithin(double share)
    {
        int pass = layout.ExitPasses.LastOrDefault(exit => ShareAt(exit) <= share * (1 + 1e-9));
        return pass == 0 ? null : pass;
    }

    /// <summary>The deepest pass that the wishes allow; null where they set no cap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cap is below the first exit.</exception>
    /// <exception cref="DepthNotSupportedException">Loops are counted on a model that has none.</exception>
    public int? Cap(DepthOptions options)
    {
        int? cap = null;
        if (options.MaxDepth is { } share)
        {
            Lower(DeepestWithin(share) ?? throw TooShallow(AdaptiveOptionKeys.MaxDepth, share));
        }

        if (options.MaxLayers is { } layers)
        {
            Lower(DeepestWithin((double)layers / layout.LayerDepth) ?? throw TooShallow(AdaptiveOptionKeys.MaxLayers, layers));
        }

        if (options.Loops is { } loops)
        {
            Lower(AfterLoops(loops));
        }

        return cap;

        void Lower(int pass) => cap = Math.Min(cap ?? pass, pass);
    }

    private int AfterLoops(int loops)
    {
        int[] looped = [.. Enumerable.Range(0, layout.Stages.Length).Where(stage => layout.Stages[stage].Loops > 1)];
        if (looped.Length != 1)
        {
            throw new DepthNotSupportedException(
                DepthMethod.Static, looped.Length == 0 ? "the model has no loops" : "the model loops several stages", $"Leave {AdaptiveOptionKeys.Loops} out, or set {AdaptiveOptionKeys.MaxDepth}");
        }

        int most = layout.Stages[looped[0]].Loops;
        if (loops > most)
        {
            throw OptionError.OutOfRange(AdaptiveOptionKeys.Loops, loops, $"{AdaptiveOptionKeys.Loops} is {loops}; this model takes 1 to {most} loops.");
        }

        int pass = layout.Passes.First(entry => entry.StageIndex == looped[0] && entry.Loop == loops - 1).Index + 1;
        return loops == most ? layout.PassCount : layout.CanExitAfter(pass) ? pass : throw new DepthNotSupportedException(
            DepthMethod.Static, $"tokens cannot leave after loop {loops}", $"Leave {AdaptiveOptionKeys.Loops} out");
    }

    private ArgumentOutOfRangeException TooShallow(string key, object value)
        => OptionError.OutOfRange(key, value, $"{key} {value} is below the model's first exit; its exits are after layers {Listed} of {layout.LayerDepth}.");
}
