using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>What a reasoning effort means for thinking and for depth.</summary>
/// <param name="options">The client's behaviour and table.</param>
/// <param name="hasThinkingSwitch">The chat template reads <see cref="ThinkingSwitch"/>.</param>
/// <param name="isCalibrated">There are measurements to look depths up in.</param>
internal sealed class EffortMapping(AdaptiveChatClientOptions options, bool hasThinkingSwitch, bool isCalibrated)
{
    /// <summary>The variable by which chat templates let thinking be switched off.</summary>
    public const string ThinkingSwitch = "enable_thinking";

    /// <summary>True when an effort asks the template for a reply without thinking.</summary>
    public bool SwitchesThinkingOff(ReasoningEffort? effort) => hasThinkingSwitch && effort == ReasoningEffort.None
        && options.ReasoningEffortBehavior is ReasoningEffortBehavior.Auto or ReasoningEffortBehavior.Thinking or ReasoningEffortBehavior.Both;

    /// <summary>The depth that an effort asks for. An effort is a hint: where no measured setting agrees often enough, it is full depth.</summary>
    public DepthOptions DepthFor(ReasoningEffort? effort)
    {
        bool mapsDepth = options.ReasoningEffortBehavior is ReasoningEffortBehavior.Depth or ReasoningEffortBehavior.Both
            || (options.ReasoningEffortBehavior == ReasoningEffortBehavior.Auto && !hasThinkingSwitch);
        if (effort is not { } level || !mapsDepth || !isCalibrated)
        {
            return new DepthOptions();
        }

        return options.EffortDepths.TryGetValue(level, out double agreement)
            ? new DepthOptions { MinAgreement = agreement, AllowFullDepth = true }
            : new DepthOptions { ExitPolicy = ExitPolicy.Full };
    }
}
