using AdaptiveProvider.Completion;
using AdaptiveProvider.Engine.Requests;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Chat;

/// <summary>Writes what a reply cost under <see cref="AdaptiveReportKeys"/>.</summary>
internal static class ResponseReport
{
    /// <summary>Counts, all of which can be added up over replies.</summary>
    public static UsageDetails Usage(GenerationSummary summary, long? thinkingTokens = null) => new()
    {
        InputTokenCount = summary.PromptTokens,
        OutputTokenCount = summary.OutputTokens,
        TotalTokenCount = summary.PromptTokens + summary.OutputTokens,
        CachedInputTokenCount = summary.CachedTokens,
        ReasoningTokenCount = thinkingTokens,
        AdditionalCounts = new AdditionalPropertiesDictionary<long>
        {
            [AdaptiveReportKeys.LayersExecuted] = summary.LayersExecuted,
            [AdaptiveReportKeys.LayersTotal] = summary.LayersTotal,
            [AdaptiveReportKeys.EarlyExitTokens] = summary.EarlyExitTokens,
            [AdaptiveReportKeys.DraftTokens] = summary.DraftTokens,
            [AdaptiveReportKeys.AcceptedDraftTokens] = summary.AcceptedDraftTokens,
            [AdaptiveReportKeys.KvRecomputedTokens] = summary.DeferredTokens,
        },
    };

    /// <summary>Ratios, times and what the wishes about depth have come to: numbers and texts only, which every serialiser knows.</summary>
    public static AdditionalPropertiesDictionary Properties(GenerationSummary summary, EffectiveDepth depth)
    {
        var properties = new AdditionalPropertiesDictionary
        {
            [AdaptiveReportKeys.QueueMilliseconds] = summary.QueueTime.TotalMilliseconds,
            [AdaptiveReportKeys.PrefillMilliseconds] = summary.PrefillTime.TotalMilliseconds,
            [AdaptiveReportKeys.DecodeMilliseconds] = summary.DecodeTime.TotalMilliseconds,
            [AdaptiveReportKeys.TokensPerSecond] = summary.TokensPerSecond,
            [AdaptiveReportKeys.MeanDepth] = summary.LayersTotal == 0 ? 1.0 : (double)summary.LayersExecuted / summary.LayersTotal,
            [AdaptiveReportKeys.EffectivePolicy] = depth.Policy.Value,
        };
        if (depth.Budget is { } budget)
        {
            properties[AdaptiveReportKeys.EffectiveBudget] = budget;
        }

        if (depth.Note is { } note)
        {
            properties[AdaptiveReportKeys.DepthNote] = note;
        }

        return properties;
    }
}
