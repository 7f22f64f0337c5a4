using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>What a reasoning effort means for thinking and for depth.</summary>
/// <param name="options">The client's behaviour and table.</param>
/// <param name="canThink">The model thinks, and can be made not to.</param>
/// <param name="isCalibrated">There are measurements to look depths up in.</param>
internal sealed class EffortMapping(AdaptiveChatClientOptions options, bool canThink, bool isCalibrated)
{
    /// <summary>True when an effort asks for a reply without thinking.</summary>
    public bool SwitchesThinkingOff(ReasoningEffort? effort) => effort == ReasoningEffort.None && ChangesThinking;

    /// <summary>True when an effort asks for a reply with thinking, which some templates leave out unless asked.</summary>
    public bool SwitchesThinkingOn(ReasoningEffort? effort) => effort is not null and not ReasoningEffort.None && ChangesThinking;

    private bool ChangesThinking => canThink && options.ReasoningEffortBehavior is ReasoningEffortBehavior.Auto or ReasoningEffortBehavior.Thinking or ReasoningEffortBehavior.Both;

    /// <summary>The depth that an effort asks for. An effort is a hint: where no measured setting agrees often enough, it is full depth.</summary>
    public DepthOptions DepthFor(ReasoningEffort? effort)
    {
        bool mapsDepth = options.ReasoningEffortBehavior is ReasoningEffortBehavior.Depth or ReasoningEffortBehavior.Both
            || (options.ReasoningEffortBehavior == ReasoningEffortBehavior.Auto && !canThink);
        if (effort is not { } level || !mapsDepth || !isCalibrated)
        {
            return new DepthOptions();
        }

        return options.EffortDepths.TryGetValue(level, out double agreement)
            ? new DepthOptions { MinAgreement = agreement, AllowFullDepth = true }
            : new DepthOptions { ExitPolicy = ExitPolicy.Full };
    }
}
