using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider;

/// <summary>What a request's wishes about depth have come to on a model.</summary>
/// <param name="Policy">The policy that runs.</param>
public sealed record EffectiveDepth(ExitPolicy Policy)
{
    /// <summary>Full depth: the plain model.</summary>
    public static EffectiveDepth Full { get; } = new(ExitPolicy.Full);

    /// <summary>For the engine; null leaves it at full depth or <see cref="RouterThreshold"/>.</summary>
    public DepthSettings? Settings { get; init; }

    /// <summary>A router's threshold for prompt and reply; null is the model's own.</summary>
    public float? RouterThreshold { get; init; }

    /// <summary>The bound of the mean depth that holds; null is none.</summary>
    public double? Budget { get; init; }

    /// <summary>Why full depth runs instead of what was asked for; null where it does not.</summary>
    public string? Note { get; init; }
}
