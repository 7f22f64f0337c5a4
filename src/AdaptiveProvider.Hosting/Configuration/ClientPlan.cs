using AdaptiveProvider.Engine;
using AdaptiveProvider.Models.Execution;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace AdaptiveProvider.Hosting.Configuration;

/// <summary>What hosting options mean for the model and for the client.</summary>
internal static class ClientPlan
{
    private static readonly (string Name, Func<AdaptiveHostingOptions, object?> Value)[] LoadSettings =
    [
        (nameof(AdaptiveHostingOptions.Device), options => options.Device.Trim().ToLowerInvariant()),
        (nameof(AdaptiveHostingOptions.Precision), options => options.Precision),
        (nameof(AdaptiveHostingOptions.KeyValuePrecision), options => options.KeyValuePrecision),
        (nameof(AdaptiveHostingOptions.Threads), options => options.Threads),
        (nameof(AdaptiveHostingOptions.MaxConcurrentRequests), options => options.MaxConcurrentRequests),
        (nameof(AdaptiveHostingOptions.ContextTokens), options => options.ContextTokens),
        (nameof(AdaptiveHostingOptions.ChatTemplate), options => options.ChatTemplate),
        (nameof(AdaptiveHostingOptions.CalibrationPath), options => options.CalibrationPath),
        (nameof(AdaptiveHostingOptions.QueueCapacity), options => options.QueueCapacity),
        (nameof(AdaptiveHostingOptions.WaitWhenFull), options => options.WaitWhenFull),
        (nameof(AdaptiveHostingOptions.DrainTimeout), options => options.DrainTimeout),
    ];

    /// <summary>The first option about loading in which two clients of one model differ; null when they agree.</summary>
    public static string? Disagreement(AdaptiveHostingOptions first, AdaptiveHostingOptions second)
        => Array.Find(LoadSettings, setting => !Equals(setting.Value(first), setting.Value(second))).Name;

    /// <summary>How the model is loaded.</summary>
    public static AdaptiveModelOptions ModelOptions(AdaptiveHostingOptions options, IReadOnlyList<IExecutorFactory> executors, ILoggerFactory? loggers, TimeProvider? time)
    {
        var usual = new AdaptiveModelOptions();
        return usual with
        {
            ModelId = options.ModelId,
            Device = options.Device,
            Executors = executors,
            Precision = options.Precision,
            KeyValuePrecision = options.KeyValuePrecision ?? usual.KeyValuePrecision,
            Threads = options.Threads,
            MaxConcurrentRequests = options.MaxConcurrentRequests,
            ContextTokens = options.ContextTokens,
            ChatTemplate = options.ChatTemplate,
            CalibrationPath = options.CalibrationPath,
            Engine = new EngineOptions { QueueCapacity = options.QueueCapacity, WaitWhenFull = options.WaitWhenFull, DrainTimeout = options.DrainTimeout },
            LoggerFactory = loggers,
            TimeProvider = time ?? TimeProvider.System,
        };
    }

    /// <summary>What calls of the client mean where they say nothing.</summary>
    public static AdaptiveChatClientOptions ClientOptions(AdaptiveHostingOptions options)
    {
        var usual = new AdaptiveChatClientOptions();
        return usual with
        {
            DefaultDepth = new DepthOptions
            {
                DepthBudget = options.DefaultDepthBudget,
                MaxDepth = options.DefaultMaxDepth,
                MinAgreement = options.DefaultMinAgreement,
                ExitPolicy = options.DefaultExitPolicy is { } policy ? new ExitPolicy(policy) : null,
                TokenLatencyTarget = options.DefaultTokenLatencyTarget,
                AllowFullDepth = options.AllowFullDepth,
            },
            ReasoningEffortBehavior = options.ReasoningEffortBehavior,
            EffortDepths = options.EffortDepths.Count > 0 ? new Dictionary<ReasoningEffort, double>(options.EffortDepths) : usual.EffortDepths,
        };
    }
}
