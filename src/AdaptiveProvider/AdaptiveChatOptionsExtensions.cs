using AdaptiveProvider;
using AdaptiveProvider.Chat;
using AdaptiveProvider.Depth;

namespace Microsoft.Extensions.AI;

/// <summary>How deep a call goes, as properties of <see cref="ChatOptions"/>: <c>new ChatOptions { DepthBudget = 0.5 }</c>.</summary>
/// <remarks>They are kept in <see cref="ChatOptions.AdditionalProperties"/>, so that copies, caches and serialisers see them. Null takes a wish back.</remarks>
public static class AdaptiveChatOptionsExtensions
{
    extension(ChatOptions options)
    {
        /// <inheritdoc cref="AdaptiveOptionKeys.DepthBudget"/>
        public double? DepthBudget
        {
            get => Read(options).Number(AdaptiveOptionKeys.DepthBudget);
            set => Write(options, AdaptiveOptionKeys.DepthBudget, new DepthOptions { DepthBudget = value });
        }

        /// <inheritdoc cref="AdaptiveOptionKeys.MaxDepth"/>
        public double? MaxDepth
        {
            get => Read(options).Number(AdaptiveOptionKeys.MaxDepth);
            set => Write(options, AdaptiveOptionKeys.MaxDepth, new DepthOptions { MaxDepth = value });
        }

        /// <inheritdoc cref="AdaptiveOptionKeys.MinAgreement"/>
        public double? MinAgreement
        {
            get => Read(options).Number(AdaptiveOptionKeys.MinAgreement);
            set => Write(options, AdaptiveOptionKeys.MinAgreement, new DepthOptions { MinAgreement = value });
        }

        /// <summary>How tokens spend depth; null is the policy that suits the model.</summary>
        public ExitPolicy? ExitPolicy
        {
            get => Read(options).Text(AdaptiveOptionKeys.ExitPolicy) is { } policy ? new ExitPolicy(policy) : null;
            set => Write(options, AdaptiveOptionKeys.ExitPolicy, new DepthOptions { ExitPolicy = value });
        }

        /// <inheritdoc cref="DepthOptions.TokenLatencyTarget"/>
        public TimeSpan? TokenLatencyTarget
        {
            get => Read(options).Milliseconds(AdaptiveOptionKeys.TokenLatencyTargetMilliseconds);
            set => Write(options, AdaptiveOptionKeys.TokenLatencyTargetMilliseconds, new DepthOptions { TokenLatencyTarget = value });
        }

        /// <inheritdoc cref="AdaptiveOptionKeys.ReportTokenDepth"/>
        public bool? ReportsTokenDepth
        {
            get => Read(options).Flag(AdaptiveOptionKeys.ReportTokenDepth);
            set => Write(options, AdaptiveOptionKeys.ReportTokenDepth, new DepthOptions { ReportsTokenDepth = value });
        }

        /// <summary>Sets <see cref="AdaptiveOptionKeys.DepthBudget"/> and returns the same options.</summary>
        public ChatOptions WithDepthBudget(double? fraction) => With(options, AdaptiveOptionKeys.DepthBudget, new DepthOptions { DepthBudget = fraction });

        /// <summary>Sets <see cref="AdaptiveOptionKeys.MaxDepth"/> and returns the same options.</summary>
        public ChatOptions WithMaxDepth(double? fraction) => With(options, AdaptiveOptionKeys.MaxDepth, new DepthOptions { MaxDepth = fraction });

        /// <summary>Sets <see cref="AdaptiveOptionKeys.MinAgreement"/> and returns the same options.</summary>
        public ChatOptions WithMinAgreement(double? fraction) => With(options, AdaptiveOptionKeys.MinAgreement, new DepthOptions { MinAgreement = fraction });

        /// <summary>Sets <see cref="AdaptiveOptionKeys.ExitPolicy"/> and returns the same options.</summary>
        public ChatOptions WithExitPolicy(ExitPolicy? policy) => With(options, AdaptiveOptionKeys.ExitPolicy, new DepthOptions { ExitPolicy = policy });

        /// <summary>Sets <see cref="AdaptiveOptionKeys.TokenLatencyTargetMilliseconds"/> and returns the same options.</summary>
        public ChatOptions WithTokenLatencyTarget(TimeSpan? target) => With(options, AdaptiveOptionKeys.TokenLatencyTargetMilliseconds, new DepthOptions { TokenLatencyTarget = target });

        /// <summary>Sets <see cref="AdaptiveOptionKeys.ReportTokenDepth"/> and returns the same options.</summary>
        public ChatOptions WithTokenDepthReport(bool? reports = true) => With(options, AdaptiveOptionKeys.ReportTokenDepth, new DepthOptions { ReportsTokenDepth = reports });

        /// <summary>Sets every wish that is not null, and returns the same options.</summary>
        /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the exception names its key.</exception>
        public ChatOptions WithDepth(DepthOptions depth)
        {
            ArgumentNullException.ThrowIfNull(options);
            ArgumentNullException.ThrowIfNull(depth);
            foreach (var (key, value) in DepthOptionFields.Write(depth.Validated()))
            {
                (options.AdditionalProperties ??= [])[key] = value;
            }

            return options;
        }
    }

    private static AdditionalOptions Read(ChatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AdditionalOptions(options.AdditionalProperties);
    }

    private static ChatOptions With(ChatOptions options, string key, DepthOptions wish)
    {
        Write(options, key, wish);
        return options;
    }

    private static void Write(ChatOptions options, string key, DepthOptions wish)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AdditionalProperties?.Remove(key);
        options.WithDepth(wish);
    }
}
