using AdaptiveProvider.Cpu;
using Microsoft.Extensions.AI;

namespace AdaptiveProvider.Hosting;

/// <summary>A chat client of an application: its model, how that is loaded, and what calls mean where they say nothing. Can be bound to a configuration section; validated when the host starts.</summary>
/// <remarks>
/// Clients with the same <see cref="Folder"/> and <see cref="ModelId"/> share one model, so they must agree on everything about loading; what begins with
/// "Default" or concerns the reasoning effort is each client's own. Changes after the start have no effect.
/// </remarks>
public sealed class AdaptiveHostingOptions
{
    /// <summary>The model folder, relative to the content root. Null takes the model of the package AdaptiveProvider.DefaultModel, where the application has it.</summary>
    public string? Folder { get; set; }

    /// <inheritdoc cref="AdaptiveModelOptions.ModelId"/>
    public string? ModelId { get; set; }

    /// <summary><c>auto</c>, <c>cpu</c>, or a device of an <see cref="Models.Execution.IExecutorFactory"/> that is registered as a service. Default auto.</summary>
    public string Device { get; set; } = "auto";

    /// <inheritdoc cref="AdaptiveModelOptions.Precision"/>
    public Precision? Precision { get; set; }

    /// <summary>Precision of cached keys and values on the processor; null takes the usual one.</summary>
    public KvPrecision? KeyValuePrecision { get; set; }

    /// <inheritdoc cref="AdaptiveModelOptions.Threads"/>
    public int? Threads { get; set; }

    /// <inheritdoc cref="AdaptiveModelOptions.MaxConcurrentRequests"/>
    public int MaxConcurrentRequests { get; set; } = 8;

    /// <inheritdoc cref="AdaptiveModelOptions.ContextTokens"/>
    public int? ContextTokens { get; set; }

    /// <inheritdoc cref="AdaptiveModelOptions.ChatTemplate"/>
    public string? ChatTemplate { get; set; }

    /// <inheritdoc cref="AdaptiveModelOptions.CalibrationPath"/>
    public string? CalibrationPath { get; set; }

    /// <inheritdoc cref="Engine.EngineOptions.QueueCapacity"/>
    public int QueueCapacity { get; set; } = 256;

    /// <inheritdoc cref="Engine.EngineOptions.WaitWhenFull"/>
    public bool WaitWhenFull { get; set; }

    /// <summary>How long a stopping host lets running replies finish, within its own shutdown timeout. Default 10 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>When the model is loaded; of clients that share it, the most eager decides. Default in the background from the host's start on.</summary>
    public ModelStartup Startup { get; set; }

    /// <inheritdoc cref="AdaptiveOptionKeys.DepthBudget"/>
    public double? DefaultDepthBudget { get; set; }

    /// <inheritdoc cref="AdaptiveOptionKeys.MaxDepth"/>
    public double? DefaultMaxDepth { get; set; }

    /// <inheritdoc cref="AdaptiveOptionKeys.MinAgreement"/>
    public double? DefaultMinAgreement { get; set; }

    /// <inheritdoc cref="AdaptiveOptionKeys.ExitPolicy"/>
    public string? DefaultExitPolicy { get; set; }

    /// <inheritdoc cref="DepthOptions.TokenLatencyTarget"/>
    public TimeSpan? DefaultTokenLatencyTarget { get; set; }

    /// <summary>Where the model cannot do what the defaults or a call ask, take full depth and report it instead of failing. Null is no.</summary>
    public bool? AllowFullDepth { get; set; }

    /// <inheritdoc cref="AdaptiveChatClientOptions.ReasoningEffortBehavior"/>
    public ReasoningEffortBehavior ReasoningEffortBehavior { get; set; }

    /// <summary>The agreement with full depth that an effort asks for; empty takes the table of <see cref="AdaptiveChatClientOptions.EffortDepths"/>.</summary>
    public IDictionary<ReasoningEffort, double> EffortDepths { get; } = new Dictionary<ReasoningEffort, double>();
}
