using System.Globalization;
using System.Text.Json;
using AdaptiveProvider.Server.Wire;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Server.Replies;

/// <summary>Reads what clients report about depth.</summary>
internal static class DepthReport
{
    /// <summary>For the wire; null where the client does not count layers.</summary>
    public static DepthUsage? Of(UsageDetails usage, AdditionalPropertiesDictionary? report) => usage.MeanDepth is not { } meanDepth ? null : new DepthUsage
    {
        LayersExecuted = Count(usage, AdaptiveReportKeys.LayersExecuted),
        LayersTotal = Count(usage, AdaptiveReportKeys.LayersTotal),
        MeanDepth = Math.Round(meanDepth, 6),
        EarlyExitTokens = Count(usage, AdaptiveReportKeys.EarlyExitTokens),
        DraftTokens = Count(usage, AdaptiveReportKeys.DraftTokens),
        AcceptedDraftTokens = Count(usage, AdaptiveReportKeys.AcceptedDraftTokens),
        KvRecomputedTokens = Count(usage, AdaptiveReportKeys.KvRecomputedTokens),
        EffectivePolicy = Text(report, AdaptiveReportKeys.EffectivePolicy),
        EffectiveBudget = Number(report, AdaptiveReportKeys.EffectiveBudget),
        DepthNote = Text(report, AdaptiveReportKeys.DepthNote),
        TokensPerSecond = Number(report, AdaptiveReportKeys.TokensPerSecond),
        QueueMs = Number(report, AdaptiveReportKeys.QueueMilliseconds),
        PrefillMs = Number(report, AdaptiveReportKeys.PrefillMilliseconds),
        DecodeMs = Number(report, AdaptiveReportKeys.DecodeMilliseconds),
    };

    private static long Count(UsageDetails usage, string key) => usage.AdditionalCounts?.GetValueOrDefault(key) ?? 0;

    private static string? Text(AdditionalPropertiesDictionary? report, string key) => report?.GetValueOrDefault(key)?.ToString();

    private static double? Number(AdditionalPropertiesDictionary? report, string key) => report?.GetValueOrDefault(key) switch
    {
        JsonElement { ValueKind: JsonValueKind.Number } json => Math.Round(json.GetDouble(), 6),
        IConvertible number => Math.Round(number.ToDouble(CultureInfo.InvariantCulture), 6),
        _ => null,
    };
}
