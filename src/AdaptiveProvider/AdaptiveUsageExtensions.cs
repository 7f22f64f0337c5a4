using AdaptiveProvider;

namespace Microsoft.Extensions.AI;

/// <summary>Reads the counts of depth in a usage; null in other providers'.</summary>
public static class AdaptiveUsageExtensions
{
    extension(UsageDetails usage)
    {
        /// <summary>Average fraction of full depth spent per generated token, over all replies that were added up.</summary>
        public double? MeanDepth => Count(usage, AdaptiveReportKeys.LayersTotal) is { } total ? total == 0 ? 1 : (double)(usage.LayersExecuted ?? 0) / total : null;

        /// <inheritdoc cref="AdaptiveReportKeys.LayersExecuted"/>
        public long? LayersExecuted => Count(usage, AdaptiveReportKeys.LayersExecuted);

        /// <inheritdoc cref="AdaptiveReportKeys.EarlyExitTokens"/>
        public long? EarlyExitTokens => Count(usage, AdaptiveReportKeys.EarlyExitTokens);

        /// <inheritdoc cref="AdaptiveReportKeys.DraftTokens"/>
        public long? DraftTokens => Count(usage, AdaptiveReportKeys.DraftTokens);

        /// <inheritdoc cref="AdaptiveReportKeys.AcceptedDraftTokens"/>
        public long? AcceptedDraftTokens => Count(usage, AdaptiveReportKeys.AcceptedDraftTokens);
    }

    private static long? Count(UsageDetails usage, string key)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return usage.AdditionalCounts?.TryGetValue(key, out long count) == true ? count : null;
    }
}
