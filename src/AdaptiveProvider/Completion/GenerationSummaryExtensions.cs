using AdaptiveProvider.Chat;
using AdaptiveProvider.Engine.Requests;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Completion;

/// <summary>What follows from a summary's counts and times.</summary>
public static class GenerationSummaryExtensions
{
    extension(GenerationSummary summary)
    {
        /// <summary>Generated tokens per second after the first one; 0 when there was only one.</summary>
        public double TokensPerSecond => Rate(summary.OutputTokens - 1, summary.DecodeTime);

        /// <summary>Computed prompt tokens per second, those from the cache left out.</summary>
        public double PromptTokensPerSecond => Rate(summary.PromptTokens - summary.CachedTokens, summary.PrefillTime);

        /// <summary>The counts as a chat response's usage has them.</summary>
        public UsageDetails ToUsage() => ResponseReport.Usage(summary);
    }

    private static double Rate(int tokens, TimeSpan time) => tokens > 0 && time > TimeSpan.Zero ? tokens / time.TotalSeconds : 0;
}
