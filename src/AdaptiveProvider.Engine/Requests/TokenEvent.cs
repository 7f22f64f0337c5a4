using AdaptiveProvider.Engine.Sampling;

namespace AdaptiveProvider.Engine.Requests;

/// <summary>One generated token.</summary>
/// <param name="Sample">The token and what was asked to be reported beside it.</param>
/// <param name="LayersExecuted">Layer applications spent on it.</param>
public readonly record struct TokenEvent(SampledToken Sample, int LayersExecuted)
{
    /// <summary>The measure by which it left or went on at the last exit that judged it; not-a-number where none did.</summary>
    public float Confidence { get; init; } = float.NaN;

    /// <summary>The token id.</summary>
    public int Token => Sample.Token;
}
