using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Tool.Measurement.DepthBench;

/// <summary>A way to spend depth that is measured.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Settings">What its requests ask for.</param>
internal sealed record DepthCase(string Name, DepthSettings Settings)
{
    /// <summary>The model's own full depth, which all others are compared with.</summary>
    public static DepthCase Full { get; } = new("full depth", DepthSettings.Full);

    /// <summary>Whether it runs in the engine that makes every loop a step.</summary>
    public bool StepsLoops { get; init; }

    /// <summary>Whether the other model runs it.</summary>
    public bool IsOtherModel { get; init; }

    /// <summary>Whether its replies are full depth's by design, so that a difference is a fault.</summary>
    public bool IsExact { get; init; }
}
