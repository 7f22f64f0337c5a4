using AdaptiveProvider;
using AdaptiveProvider.Chat;

namespace Microsoft.Extensions.AI;

/// <summary>Reads what responses report about their cost.</summary>
public static class AdaptiveResponseExtensions
{
    extension(ChatResponse response)
    {
        /// <summary>Depth, policy and times of the response; of several rounds of function calls, the last one's; null from other providers.</summary>
        public AdaptiveGenerationStats? AdaptiveStats
        {
            get
            {
                ArgumentNullException.ThrowIfNull(response);
                var report = new AdditionalOptions(response.AdditionalProperties);
                return report.Number(AdaptiveReportKeys.MeanDepth) is not { } meanDepth ? null : new AdaptiveGenerationStats
                {
                    MeanDepth = meanDepth,
                    EffectivePolicy = new ExitPolicy(report.Text(AdaptiveReportKeys.EffectivePolicy) ?? ExitPolicy.Full.Value),
                    EffectiveBudget = report.Number(AdaptiveReportKeys.EffectiveBudget),
                    DepthNote = report.Text(AdaptiveReportKeys.DepthNote),
                    QueueTime = Time(AdaptiveReportKeys.QueueMilliseconds),
                    PrefillTime = Time(AdaptiveReportKeys.PrefillMilliseconds),
                    DecodeTime = Time(AdaptiveReportKeys.DecodeMilliseconds),
                    TokensPerSecond = report.Number(AdaptiveReportKeys.TokensPerSecond) ?? 0,
                };

                TimeSpan Time(string key) => TimeSpan.FromMilliseconds(report.Number(key) ?? 0);
            }
        }
    }
}
