using AdaptiveProvider.Engine.Depth;

namespace AdaptiveProvider.Engine;

/// <summary>The model cannot spend depth in the way that a request asks for.</summary>
public sealed class DepthNotSupportedException(DepthMethod method, string reason, string advice)
    : AdaptiveProviderException($"The exit policy {method} cannot run here: {reason}. {advice}.")
{
    /// <summary>What was asked for.</summary>
    public DepthMethod Method { get; } = method;
}
