namespace AdaptiveProvider;

/// <summary>What <see cref="Microsoft.Extensions.AI.ReasoningOptions.Effort"/> changes.</summary>
public enum ReasoningEffortBehavior
{
    /// <summary>Thinking where the model thinks in writing, else depth.</summary>
    Auto,

    /// <summary>Thinking only: no effort switches it off.</summary>
    Thinking,

    /// <summary>Depth only, by <see cref="AdaptiveChatClientOptions.EffortDepths"/>. That changes replies.</summary>
    Depth,

    /// <summary>Thinking and depth.</summary>
    Both,

    /// <summary>Nothing.</summary>
    Ignore,
}
