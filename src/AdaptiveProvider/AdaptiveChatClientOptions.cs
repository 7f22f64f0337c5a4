using System.Collections.Frozen;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider;

/// <summary>What calls of one client mean where they say nothing themselves. Immutable; clients with different options can share a model.</summary>
public sealed record AdaptiveChatClientOptions
{
    /// <summary>How deep to go where a call does not say; <c>new() { DepthBudget = 0.5 }</c> makes a fast client. Default full depth.</summary>
    public DepthOptions DefaultDepth { get; init; } = new();

    /// <summary>What a reasoning effort changes. Default <see cref="ReasoningEffortBehavior.Auto"/>.</summary>
    public ReasoningEffortBehavior ReasoningEffortBehavior { get; init; }

    /// <summary>
    /// Refuse JSON schemas with keywords that replies cannot be held to, where a call does not say (<c>strict</c> in its additional properties). Default false:
    /// what cannot be held to is only told to the model.
    /// </summary>
    public bool StrictSchemas { get; init; }

    /// <summary>
    /// The agreement with full depth, above 0 and at most 1, that an effort asks for, looked up in the model's calibration; efforts that are not here take
    /// full depth. Without a calibration efforts do not change depth.
    /// </summary>
    public IReadOnlyDictionary<ReasoningEffort, double> EffortDepths { get; init; } = new Dictionary<ReasoningEffort, double>
    {
        [ReasoningEffort.None] = 0.90,
        [ReasoningEffort.Low] = 0.95,
        [ReasoningEffort.Medium] = 0.98,
    }.ToFrozenDictionary();

    /// <summary>Returns the options when they make sense.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal AdaptiveChatClientOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(DefaultDepth);
        ArgumentNullException.ThrowIfNull(EffortDepths);
        DefaultDepth.Validated();
        foreach (var (effort, agreement) in EffortDepths)
        {
            if (!(agreement > 0 && agreement <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(EffortDepths), agreement, $"EffortDepths[{effort}] must be above 0 and at most 1.");
            }
        }

        return Enum.IsDefined(ReasoningEffortBehavior)
            ? this
            : throw new ArgumentOutOfRangeException(nameof(ReasoningEffortBehavior), ReasoningEffortBehavior, "ReasoningEffortBehavior must be a defined behaviour.");
    }
}
